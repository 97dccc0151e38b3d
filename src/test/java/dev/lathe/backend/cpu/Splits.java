package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs kernels on one thread and on many, in order and in reverse. */
final class Splits {
    static final Workers ONE = new Workers() {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void run(int tasks, Task body) {
            for (int task = tasks - 1; task >= 0; task--) {
                body.run(task, new Scratch());
            }
        }

        @Override
        public Scratch borrow() {
            return new Scratch();
        }

        @Override
        public void giveBack(Scratch scratch) {}
    };

    private static final Workers MANY = new Workers() {
        @Override
        public int threads() {
            return 4;
        }

        @Override
        public void run(int tasks, Task body) {
            IntStream.range(0, tasks).parallel().forEach(task -> body.run(task, new Scratch()));
        }

        @Override
        public Scratch borrow() {
            return new Scratch();
        }

        @Override
        public void giveBack(Scratch scratch) {}
    };

    private Splits() {}

    /** Results of {@code kernel}, after checking that they do not depend on who runs the tasks. */
    static List<Tensor> run(Kernel kernel, Op op, List<@Nullable Tensor> in) {
        List<Tensor> one = run(kernel, op, in, ONE);
        List<Tensor> many = run(kernel, op, in, MANY);
        for (int i = 0; i < one.size(); i++) {
            assertThat(many.get(i).sameBits(one.get(i)))
                    .as("result %d of %s", i, op)
                    .isTrue();
        }
        return one;
    }

    private static List<Tensor> run(Kernel kernel, Op op, List<@Nullable Tensor> in, Workers workers) {
        List<Tensor> out = new ArrayList<>();
        op.infer(Operands.ofValues(in)).forEach(type -> {
            Tensor dirty = Tensor.zeros(type);
            for (int i = 0; i < dirty.size(); i++) {
                dirty.set(i, 77L);
            }
            out.add(dirty);
        });
        kernel.run(in, new ArrayList<>(out), workers);
        return out;
    }

    /** The types of {@code in} without their values: what is known of operands that only the run will tell. */
    static Operands types(List<Tensor> in) {
        return Operands.ofTypes(in.stream().map(Tensor::type).toArray(TensorType[]::new));
    }
}
