package dev.lathe.op;

import org.jspecify.annotations.Nullable;

/**
 * What is done to each result before it is stored: first the residual operand is added, then the activation applied.
 * Made by fusion passes; files never hold it.
 *
 * @param residual whether the operator's last operand is a tensor of the result's shape to add
 */
public record Epilogue(boolean residual, @Nullable Activation activation) {
    public static final Epilogue NONE = new Epilogue(false, null);
}
