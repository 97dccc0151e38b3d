package dev.lathe.cli;

import dev.lathe.report.Json;
import dev.lathe.report.Progress;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all commands share: where results and progress go, {@code --help} and {@code --debug}. */
abstract class Command implements Callable<Integer> {
    /** Exit code of a command that did what it was asked. */
    static final int DONE = 0;

    /** Exit code of a command that could not, or whose answer is no. */
    static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    /** Prints a result on standard output: {@code result} as JSON, or {@code text}. */
    void print(boolean json, Object result, String text) {
        spec.commandLine().getOut().println(json ? Json.text(result) : text);
    }

    /** One line of a result on standard output, at once. */
    void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** One sentence on standard error. */
    void warn(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("lathe: " + sentence);
        err.flush();
    }

    /** On standard error. The caller closes it. */
    Progress progress() {
        return new Progress(spec.commandLine().getErr(), main.isTerminal());
    }

    /** Standard error. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    boolean isTerminal() {
        return main.isTerminal();
    }

    /** An error of usage, found after parsing. */
    ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    boolean debug() {
        return debug;
    }
}
