package dev.lathe.backend.cpu;

import dev.lathe.backend.ConvChains;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.Operands;
import dev.lathe.op.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What runs, in order: the nodes of a graph, where the last of three convolutions that run as one {@link ChainConv}, or
 * the pool of a {@link PooledConv}, stands for all of them and has their operands one behind the other, without those
 * that lie between.
 */
final class Schedule {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, List<Node>> chains = new HashMap<>();
    private final WinogradChoice choice;

    Schedule(Layouts layouts, Inference types, WinogradChoice choice) {
        this.choice = choice;
        ConvChains candidates = new ConvChains(layouts.graph());
        Set<String> joined = new HashSet<>();
        for (Node last : layouts.graph().nodes()) {
            List<Node> chain = last.op() instanceof Pool ? candidates.pooledBy(last) : candidates.endingWith(last);
            boolean free = !chain.isEmpty()
                    && chain.stream()
                            .allMatch(node -> layouts.isChannelsLast(node)
                                    && !joined.contains(node.name())
                                    && types.type(node.output()).shape().size() > 0);
            if (free && joins(chain, operands(chain, types), choice)) {
                chain.forEach(node -> joined.add(node.name()));
                chains.put(last.name(), chain);
            }
        }
        for (Node node : layouts.graph().nodes()) {
            if (chains.containsKey(node.name())) {
                nodes.add(node.withInputs(operands(chains.get(node.name()))));
            } else if (!joined.contains(node.name())) {
                nodes.add(node);
            }
        }
    }

    private static boolean joins(List<Node> chain, List<Operands> operands, WinogradChoice choice) {
        return chain.getLast().op() instanceof Pool pool
                ? PooledConv.joins((Conv) chain.getFirst().op(), operands.getFirst(), pool, choice)
                : ChainShape.joins(ops(chain), operands, choice);
    }

    private static List<String> operands(List<Node> chain) {
        List<String> operands = new ArrayList<>();
        for (int part = 0; part < chain.size(); part++) {
            operands.addAll(chain.get(part).inputs());
            if (part > 0) {
                operands.set(operands.size() - chain.get(part).inputs().size(), "");
            }
        }
        return operands;
    }

    private static List<Conv> ops(List<Node> chain) {
        return chain.stream().map(node -> (Conv) node.op()).toList();
    }

    private static List<Operands> operands(List<Node> chain, Inference types) {
        return chain.stream().map(types::operands).toList();
    }

    /** What runs, in order. */
    List<Node> nodes() {
        return nodes;
    }

    /** Whether {@code node} stands for several. */
    boolean isChain(Node node) {
        return chains.containsKey(node.name());
    }

    /**
     * The kernel of such a node.
     *
     * @param place of its results; those of a pool are {@linkplain Place#alone alone}
     */
    Kernel prepare(Node node, Inference types, Place place) {
        List<Node> chain = chains.get(node.name());
        if (node.op() instanceof Pool pool) {
            Conv conv = (Conv) chain.getFirst().op();
            Operands operands = types.operands(chain.getFirst());
            return new PooledConv(conv, operands, pool, choice.lines(conv, operands));
        }
        return new ChainConv(ops(chain), operands(chain, types), place);
    }
}
