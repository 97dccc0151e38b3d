package dev.lathe.train;

import dev.lathe.error.InputException;
import java.nio.file.Path;

/**
 * Where the state of a training is kept. It is written after every epoch, whole or not at all.
 *
 * @param every steps of an epoch after which it is written, too; 0: only after epochs
 */
public record Checkpoints(Path file, int every) {
    public Checkpoints {
        if (every < 0) {
            throw new InputException("checkpoints are every 0 or more steps, not " + every);
        }
    }

    boolean isDue(int stepsDone) {
        return every > 0 && stepsDone % every == 0;
    }
}
