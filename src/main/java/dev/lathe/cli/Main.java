package dev.lathe.cli;

import dev.lathe.bench.Machine;
import dev.lathe.error.LatheException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code lathe COMMAND}: exit code 0 done, 1 failed with one sentence on standard error, 2 wrong usage. */
@CommandLine.Command(
        name = "lathe",
        description = "Convolutional networks from ONNX files, run in plain Java.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    /** In the order in which {@code --help} lists them. */
    private static final List<Class<?>> COMMANDS = List.of(
            DevicesCommand.class,
            InspectCommand.class,
            RunCommand.class,
            CheckCommand.class,
            EvalCommand.class,
            BenchCommand.class,
            TuneCommand.class,
            CompressCommand.class,
            TrainCommand.class,
            FinetuneCommand.class,
            ZooCommand.class,
            ExportCommand.class,
            DemoCommand.class);

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final boolean terminal;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    private boolean version;

    private Main(boolean terminal) {
        this.terminal = terminal;
    }

    /** The name and the version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"lathe " + Machine.latheVersion()};
        }
    }

    public static void main(String[] args) {
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        boolean terminal = System.console() != null && System.console().isTerminal();
        int code = execute(args, out, err, terminal);
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command.
     *
     * @param terminal whether progress may be drawn on {@code err}
     * @return the exit code
     */
    static int execute(String[] args, PrintWriter out, PrintWriter err, boolean terminal) {
        // takes as long as reading the command line, which another core does meanwhile
        CompletableFuture<ILoggerFactory> logging = CompletableFuture.supplyAsync(LoggerFactory::getILoggerFactory);
        CommandLine line = new CommandLine(new Main(terminal));
        wanted(args).forEach(line::addSubcommand);
        line.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler(Main::explainFailure)
                .setExecutionStrategy(parsed -> {
                    logging.join();
                    return new CommandLine.RunLast().execute(parsed);
                });
        line.setUsageHelpWidth(110);
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            err.println("lathe: out of memory at " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB of heap; LATHE_JAVA_OPTS=-Xmx... gives more");
            return FAILED;
        } catch (StackOverflowError e) {
            err.println("lathe: nested too deeply");
            return FAILED;
        }
    }

    /** The names of all commands. */
    public static List<String> commands() {
        return COMMANDS.stream().map(Main::name).toList();
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(CommandLine.Command.class).name();
    }

    /** The command that {@code args} name, if they do, else all: reading the options of all takes half a second. */
    private static List<Class<?>> wanted(String[] args) {
        return COMMANDS.stream()
                .filter(command -> args.length > 0 && name(command).equals(args[0]))
                .findFirst()
                .map(List::<Class<?>>of)
                .orElse(COMMANDS);
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int explainUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("lathe: " + sentence(e));
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }

    private static int explainFailure(Exception e, CommandLine line, ParseResult parsed) {
        line.getErr().println("lathe: " + sentence(e));
        if (line.getCommand() instanceof Command command && command.debug()) {
            e.printStackTrace(line.getErr());
        }
        return FAILED;
    }

    /** The message on one line; an exception that is none of Lathe's is an error of its own. */
    private static String sentence(Exception e) {
        boolean ours = e instanceof LatheException || e instanceof ParameterException;
        String text = ours ? String.valueOf(e.getMessage()) : "an error inside Lathe; --debug shows where";
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
