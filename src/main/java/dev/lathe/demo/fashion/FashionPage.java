package dev.lathe.demo.fashion;

import dev.lathe.bench.Machine;
import dev.lathe.report.HtmlPage;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The story as a page. */
final class FashionPage {
    private FashionPage() {}

    static HtmlPage of(FashionResult result) {
        Stage first = result.stages().getFirst();
        Stage last = result.stages().getLast();
        HtmlPage page = new HtmlPage("Lathe demo: a network for Fashion-MNIST, made smaller");
        page.paragraph(String.format(
                Locale.ROOT,
                "%s of the bytes and %s of the multiply-adds are left. Of images that nothing was learned from the"
                        + " small network gets %s right; the one before got %s.",
                Numbers.percent((double) last.bytes() / first.bytes()),
                Numbers.percent((double) last.macs() / first.macs()),
                Numbers.percent(last.top1()),
                Numbers.percent(first.top1())));
        page.heading("Step by step").table(stages(result.stages()));
        bars(page, "Images right, percent", result.stages(), stage -> 100 * stage.top1());
        bars(page, "Bytes of the file", result.stages(), Stage::bytes);
        bars(page, "Multiply-adds for one image", result.stages(), Stage::macs);
        page.heading("Images per second").table(speeds(result.speeds()));
        page.bars(result.speeds().stream()
                .<HtmlPage.Bar>mapMulti((speed, bar) -> {
                    bar.accept(new HtmlPage.Bar(speed.device() + ", original", speed.before()));
                    bar.accept(new HtmlPage.Bar(speed.device() + ", compressed", speed.after()));
                })
                .toList());
        page.paragraph("Median runs of a batch, both networks in turns on each device.");
        page.heading("The same by hand").table(commands(result.stages()));
        page.paragraph("TRAINING stands for idx:IMAGES,LABELS, the images that lie beside the network.");
        return machine(page);
    }

    private static Table stages(List<Stage> stages) {
        Table table = new Table(Stage.HEADINGS.toArray(String[]::new));
        stages.forEach(stage -> table.row(stage.cells().toArray()));
        return table;
    }

    private static void bars(HtmlPage page, String title, List<Stage> stages, ToDoubleFunction<Stage> value) {
        page.heading(title)
                .bars(stages.stream()
                        .map(stage -> new HtmlPage.Bar(stage.name(), value.applyAsDouble(stage)))
                        .toList());
    }

    private static Table speeds(List<Speed> speeds) {
        Table table = new Table("device", "batch", "original", "compressed", "times faster", "compressed, right");
        speeds.forEach(speed -> table.row(
                speed.device(),
                speed.batch(),
                Numbers.digits(speed.before()),
                Numbers.digits(speed.after()),
                String.format(Locale.ROOT, "%.2f", speed.factor()),
                speed.right()));
        return table;
    }

    private static Table commands(List<Stage> stages) {
        Table table = new Table("", "command");
        stages.stream()
                .filter(stage -> !stage.command().isEmpty())
                .forEach(stage -> table.row(stage.name(), stage.command()));
        return table;
    }

    private static HtmlPage machine(HtmlPage page) {
        Machine machine = Machine.now();
        return page.heading("Machine")
                .table(new Table("", "")
                        .row("processor", machine.processor())
                        .row("cores", machine.cores())
                        .row("load average", machine.load() < 0 ? "not told" : Numbers.digits(machine.load()))
                        .row("system", machine.system())
                        .row("JVM", machine.jvm())
                        .row("Lathe", machine.lathe())
                        .row("date", machine.time()));
    }
}
