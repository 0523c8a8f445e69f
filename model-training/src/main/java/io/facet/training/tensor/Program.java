package io.facet.training.tensor;

import java.util.Map;

/**
 * A network, or a network with its losses, written on {@link Ops}. Interpreting it with an engine runs it; with
 * {@link Declaration} it tells its parameters; with the ONNX interpreter it becomes a graph.
 *
 * <p>Implementations hold settings only, never tensors, and do the same operations whatever interprets them.
 */
public interface Program {
    /** Name of the scalar output that training minimises. */
    String LOSS = "loss";

    /**
     * @param ops the interpreter
     * @param inputs the tensors of one batch by name
     * @return the results by name; for training among them the scalar {@link #LOSS}, and further scalars that are
     *     reported beside it
     */
    <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs);
}
