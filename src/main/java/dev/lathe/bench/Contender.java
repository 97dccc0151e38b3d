package dev.lathe.bench;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.Model;
import dev.lathe.Profile;
import dev.lathe.Session;
import dev.lathe.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An engine with the model loaded, ready to be measured. */
sealed interface Contender extends AutoCloseable {
    String engine();

    String device();

    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /** Bytes held; 0 when unknown. */
    long bytes();

    /** Where the time of one run goes; without layers when the engine does not tell. */
    Profile profile(Map<String, Tensor> inputs);

    @Override
    void close();

    /** {@code lathe cpu}. */
    default String label() {
        return engine() + " " + device();
    }

    /**
     * How a contender is brought up; opening belongs to the first run.
     *
     * @param readMs what reading the model took; 0 for an engine that reads it when it is opened
     */
    record Opening(double readMs, Supplier<Contender> opener) {}

    /** One of Lathe's devices. */
    final class Lathe implements Contender {
        private final Engine engine;
        private final Session session;
        private @Nullable Map<String, Tensor> outputs;

        Lathe(Model model, String device, int threads) {
            engine = Engine.open(device, EngineOptions.DEFAULT.withThreads(threads));
            session = engine.session(model);
        }

        @Override
        public String engine() {
            return "lathe";
        }

        @Override
        public String device() {
            return session.device().id();
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> inputs) {
            if (outputs == null) {
                outputs = session.run(inputs);
            } else {
                session.run(inputs, outputs);
            }
            return outputs;
        }

        @Override
        public long bytes() {
            return session.bytes();
        }

        @Override
        public Profile profile(Map<String, Tensor> inputs) {
            return session.profile(inputs);
        }

        @Override
        public void close() {
            session.close();
            engine.close();
        }
    }

    /** Another engine on the CPU. */
    final class Other implements Contender {
        private final String name;
        private final PeerSession session;

        Other(Peer peer, Path model, int threads) {
            name = peer.name();
            session = peer.open(model, threads);
        }

        @Override
        public String engine() {
            return name;
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> inputs) {
            return session.run(inputs);
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public Profile profile(Map<String, Tensor> inputs) {
            return new Profile(List.of(), 0, 0);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
