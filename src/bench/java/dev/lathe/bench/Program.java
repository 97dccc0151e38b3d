package dev.lathe.bench;

import dev.lathe.error.LatheException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A benchmark as a program: exit code 0 done, 1 failed, 2 wrong usage. */
public final class Program {
    private static final int FAILED = 1;

    private Program() {}

    /** Runs {@code command} with {@code args}, and ends this JVM; what Lathe refuses is told in one sentence. */
    public static void run(Callable<Integer> command, String... args) {
        CommandLine line = new CommandLine(command).setExecutionExceptionHandler((e, failed, _) -> {
            if (e instanceof LatheException) {
                failed.getErr().println("lathe: " + e.getMessage());
                return FAILED;
            }
            throw e;
        });
        System.exit(line.execute(args));
    }
}
