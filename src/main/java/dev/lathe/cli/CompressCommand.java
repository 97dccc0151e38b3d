package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.compress.Selection;
import dev.lathe.compress.job.CompressJob;
import dev.lathe.compress.job.CompressOptions;
import dev.lathe.compress.job.CompressReport;
import dev.lathe.compress.job.CompressionConfig;
import dev.lathe.compress.job.ConfigReader;
import dev.lathe.compress.job.Rules;
import dev.lathe.compress.search.job.SearchJob;
import dev.lathe.compress.search.job.SearchOptions;
import dev.lathe.compress.search.job.SearchReport;
import dev.lathe.data.DatasetSpec;
import dev.lathe.report.CompressTables;
import dev.lathe.report.Progress;
import dev.lathe.report.SearchTables;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe compress}. */
@CommandLine.Command(
        name = "compress",
        description = "Make a network smaller: thinner layers, fewer weights, fewer values, shorter codes.")
final class CompressCommand extends Command {
    /** Enough for data-aware factors and scans. */
    private static final int IMAGES = 500;

    @Parameters(paramLabel = "MODEL", description = "An ONNX or .lathe file; with --topology one of Deep Compression.")
    private Path model;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "What to write: .onnx, or .lathe with entropy-coded weights.")
    private Path output;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML with the steps; options win over it.")
    private @Nullable Path config;

    @Option(names = "--lossless", description = "Change no weight: only find a shorter way to store them.")
    private boolean lossless;

    @Option(names = "--ranks", paramLabel = "RULE", description = "Thinner layers: " + Rules.RANKS + ".")
    private @Nullable String ranks;

    @Option(names = "--multiple", paramLabel = "N", description = "Round ranks up to a multiple of N.")
    private @Nullable Integer multiple;

    @Option(names = "--minimum", paramLabel = "N", description = "No rank below N.")
    private @Nullable Integer minimum;

    @Option(
            names = "--data-aware",
            negatable = true,
            description = "Factors that keep what layers give on the images of --data, labelled or not.")
    private @Nullable Boolean dataAware;

    @Option(names = "--prune", paramLabel = "RULE", description = "Weights to zero: " + Rules.PRUNING + ".")
    private @Nullable String prune;

    @Option(
            names = "--bits",
            paramLabel = "CONV[,FC[,BIAS]]",
            split = ",",
            description = "Shared weights: bits of a code; without BIAS biases stay as they are.")
    private @Nullable List<Integer> bits;

    @Option(names = "--initialisation", paramLabel = "NAME", description = "linear, density, forgy or optimal.")
    private @Nullable String initialisation;

    @Option(names = "--coder", paramLabel = "NAME", description = "Of .lathe files: huffman (default) or adaptive.")
    private @Nullable String coder;

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            split = ",",
            description = "Only these layers: names with * and ?, op:Conv, or /expression/.")
    private @Nullable List<String> include;

    @Option(names = "--exclude", paramLabel = "PATTERN", split = ",", description = "Leave these layers alone.")
    private @Nullable List<String> exclude;

    @Option(names = "--protect", paramLabel = "END", split = ",", description = "Leave alone: first, last.")
    private @Nullable List<String> protect;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Thin a layer only if it gets faster on this device, as measured.")
    private @Nullable String device;

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            converter = Converters.ToDatasetSpec.class,
            description = "Images for --data-aware and sensitivity: " + DatasetSpec.SYNTAX + ".")
    private @Nullable DatasetSpec data;

    @Option(names = "--limit", paramLabel = "N", description = "The first N images; default 500, of a search all.")
    private @Nullable Integer limit;

    @Mixin
    private PreprocessingOptions preprocessing;

    @Option(names = "--scores", paramLabel = "FILE", description = "Keep the sensitivity scan here, and use it again.")
    private @Nullable Path scores;

    @Option(names = "--topology", paramLabel = "MODEL", description = "The network whose weights MODEL holds.")
    private @Nullable Path topology;

    @Mixin
    private ShapeOption shape;

    @ArgGroup(exclusive = false)
    private @Nullable SearchRecipe search;

    @Option(names = "--dry-run", description = "Decide ranks and report, but write nothing.")
    private boolean dryRun;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Write a page with tables and plots.")
    private @Nullable Path report;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (limit != null && limit < 1) {
            throw usage("--limit must be at least 1, got " + limit);
        }
        return search == null ? compress() : search(search);
    }

    private int compress() {
        int most = limit == null ? IMAGES : limit;
        CompressOptions.Images images =
                data == null ? null : new CompressOptions.Images(data, preprocessing.preprocessing(this), most);
        CompressOptions options = new CompressOptions(
                model, topology, output, configuration(), shape.shapes(), images, device, scores, dryRun);
        try (Progress progress = progress()) {
            CompressReport result = CompressJob.run(options, progress::show);
            progress.erase();
            if (report != null) {
                CompressTables.page(result).write(report);
            }
            print(json, result, CompressTables.text(result));
        }
        return DONE;
    }

    private int search(SearchRecipe recipe) {
        if (data == null) {
            throw usage("--max-drop measures accuracy: give labelled images with --data");
        }
        boolean told = config != null || ranks != null || prune != null || bits != null || initialisation != null;
        boolean aware = multiple != null || minimum != null || dataAware != null || scores != null;
        if (told || aware || lossless || dryRun || topology != null) {
            throw usage("--max-drop finds ranks, densities and bits itself; beside it go --coder, --include, --exclude,"
                    + " --protect and what is said of images and training");
        }
        ConfigReader reader = ConfigReader.empty();
        reader.set("coder", coder);
        SearchRecipe.Scope scope = new SearchRecipe.Scope(Rules.coder(reader.config()), selection(), shape.shapes());
        SearchRecipe.Source source = new SearchRecipe.Source(
                data, preprocessing.preprocessing(this), limit == null ? Integer.MAX_VALUE : limit);
        SearchOptions options = recipe.options(this, new SearchRecipe.Files(model, output), source, scope);
        try (Engine engine = recipe.open(this, device);
                Progress progress = progress()) {
            SearchReport result = SearchJob.run(engine, options, progress::show);
            progress.erase();
            if (report != null) {
                SearchTables.page(result).write(report);
            }
            print(json, result, SearchTables.text(result));
        }
        return DONE;
    }

    private Selection selection() {
        List<String> ends = protect == null ? List.of() : protect;
        if (!List.of("first", "last").containsAll(ends)) {
            throw usage("--protect takes first, last or both, got " + ends);
        }
        return new Selection(
                include == null ? List.of() : include,
                exclude == null ? List.of() : exclude,
                ends.contains("first"),
                ends.contains("last"));
    }

    /** What the file says, and over it the options; low rank by VBMF when nothing at all is asked for. */
    private CompressionConfig configuration() {
        if (bits != null && bits.size() > 3) {
            throw usage("--bits takes one number for convolutions, one for fully connected layers and one for biases,"
                    + " got " + bits);
        }
        ConfigReader reader = config == null ? ConfigReader.empty() : ConfigReader.of(config);
        reader.set("low-rank", "ranks", ranks);
        reader.set("low-rank", "multiple", multiple);
        reader.set("low-rank", "minimum", minimum);
        reader.set("low-rank", "data-aware", dataAware);
        reader.set("prune", "rule", prune);
        if (bits != null) {
            reader.set("share", "bits", bitsByKind(bits));
        }
        reader.set("share", "initialisation", initialisation);
        reader.set("coder", coder);
        if (lossless && reader.hasSteps()) {
            throw usage("--lossless changes no weight, so it cannot go with steps that do");
        }
        if (!lossless && !reader.hasSteps()) {
            reader.set("low-rank", "ranks", "vbmf");
        }
        reader.select(include, exclude, protect);
        return reader.config();
    }

    private static Map<String, Integer> bitsByKind(List<Integer> bits) {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        kinds.put("conv", bits.getFirst());
        kinds.put("fc", bits.size() == 1 ? bits.getFirst() : bits.get(1));
        if (bits.size() > 2) {
            kinds.put("bias", bits.getLast());
        }
        return kinds;
    }
}
