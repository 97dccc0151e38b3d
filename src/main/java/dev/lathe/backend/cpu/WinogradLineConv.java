package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.Conv;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution by {@link WinogradLines}. A task makes some tiles of an image, by some panels of filters; neighbouring
 * tasks, which one thread does, have the same filters.
 */
final class WinogradLineConv implements Kernel {
    private final Conv op;
    private final WinogradLines lines;
    private final Place place;
    private final Shape result;

    WinogradLineConv(Conv op, Operands in, LineLoops loops, Place place) {
        this.op = op;
        this.place = place;
        lines = new WinogradLines(op, in, loops, place);
        result = op.infer(in).get(0).shape();
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        int height = result.dim(2);
        int width = result.dim(3);
        ChannelLoops.Finish finish = Epilogues.channels(op.epilogue(), in, result.dim(1));
        float[] y = operand(out, 0).floats();
        int block = lines.strip() * lines.together();
        int perImage = Math.ceilDiv(height, block);
        int blocks = result.dim(0) * perImage;
        int perTask = Shares.parts(lines.panels(), blocks, workers);
        int parts = Math.ceilDiv(lines.panels(), perTask);
        Scratch shared = workers.borrow();
        try {
            float[] x = lines.around(operand(in, 0).floats(), shared, workers);
            workers.run(blocks * parts, (task, mine) -> {
                int image = task % blocks / perImage;
                int line = task % blocks % perImage * block;
                int panel = task / blocks * perTask;
                int end = Math.min(panel + perTask, lines.panels());
                ConvLines.Part part = new ConvLines.Part(image, line, Math.min(height, line + block));
                lines.make(x, part, panel, end, finish, y, place.at((image * height + line) * width), mine);
            });
        } finally {
            workers.giveBack(shared);
        }
    }
}
