package dev.lathe.bench;

import dev.lathe.error.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Another inference engine to compare with, found by {@link ServiceLoader}. */
public interface Peer {
    /** What the user types. */
    String name();

    /** Loads {@code model}, an ONNX file, for the CPU with {@code threads} threads. */
    PeerSession open(Path model, int threads);

    /** The peer called {@code name}. */
    static Peer named(String name) {
        List<Peer> peers = ServiceLoader.load(Peer.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return peers.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("no peer '" + name + "' on the class path, there are "
                        + peers.stream().map(Peer::name).toList()));
    }
}
