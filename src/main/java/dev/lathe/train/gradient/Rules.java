package dev.lathe.train.gradient;

import dev.lathe.op.*;

/** Which rule takes which operator on the way back. */
final class Rules {
    private static final String NO_RULE = "the operator has no rule";
    private static final String INTEGERS = "quantised operators have no derivative";

    private Rules() {}

    /** Gives the operands of {@code step}, one of {@code op}, their gradients, from those of its results. */
    static void apply(Op op, Step step) {
        switch (op) {
            case Activate(var function) -> ActivationRules.apply(function, step);
            case BatchNormalization o -> NormRules.batchNormalization(o, step);
            case Binary(var function) -> BinaryRules.apply(function, step);
            case Cast _ -> step.give(0, step.gradient());
            case Concat o -> MoveRules.concat(o, step);
            case Conv o -> ConvRules.conv(o, step);
            case ConvTranspose o -> ConvRules.convTranspose(o, step);
            case DepthToSpace o -> MoveRules.depthToSpace(o, step);
            case Dropout _, Identity _ -> step.give(0, step.gradient());
            case Expand _ -> step.give(0, step.f().sumTo(step.gradient(), step.shape(0)));
            case Gather o -> MoveRules.gather(o, step);
            case Gemm o -> MatrixRules.gemm(o, step);
            case GlobalPool o -> PoolRules.globalPool(o, step);
            case Lrn o -> NormRules.lrn(o, step);
            case MatMul _ -> MatrixRules.matMul(step);
            case Moments _ -> NormRules.moments(step);
            case PRelu _ -> ActivationRules.pRelu(step);
            case Pad o -> MoveRules.pad(o, step);
            case Pool o -> PoolRules.pool(o, step);
            case Reduce o -> ReduceRules.reduce(o, step);
            case Resize o -> MoveRules.resize(o, step);
            case Slice o -> MoveRules.slice(o, step);
            case Softmax o -> ReduceRules.softmax(o, step);
            case SpaceToDepth(int block) -> step.give(0, MoveRules.depthFirst(block, step));
            case Split o -> MoveRules.split(o, step);
            case Tile _ -> MoveRules.tile(step);
            case Transpose o -> MoveRules.transpose(o, step);
            case Unary(var function) -> UnaryRules.apply(function, step);
            case Where _ -> BinaryRules.where(step);
            case Flatten _, Reshape _, Squeeze _, Unsqueeze _ ->
                step.give(0, step.f().reshape(step.gradient(), step.shape(0)));
            case ArgReduce _, ConstantOfShape _, Range _, ShapeOf _, SizeOf _ -> {
                // what their floats are does not depend on floats
            }
            case GatherElements _, GroupNormalization _, InstanceNormalization _ -> throw step.refusal(NO_RULE);
            case LayerNormalization _ -> throw step.refusal(NO_RULE);
            case BatchNormalizationGradient _, ConvFilterGradient _, MaxPoolGradient _, ReluGradient _ ->
                throw step.refusal(NO_RULE);
            case ConvInteger _, MatMulInteger _, QLinearConv _, QLinearMatMul _ -> throw step.refusal(INTEGERS);
            case QuantizeLinear _, DequantizeLinear _, DynamicQuantizeLinear _ -> throw step.refusal(INTEGERS);
        }
    }
}
