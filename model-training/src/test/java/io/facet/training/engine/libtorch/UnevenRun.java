package io.facet.training.engine.libtorch;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;

import io.facet.training.engine.Backend;
import io.facet.training.engine.libtorch.ProcessGroupSettings.Meeting;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Two processes that differ: each has a gradient where the other has none, and another number of rows. */
final class UnevenRun {
    private UnevenRun() {}

    /** Arguments: rank, port of rank 0. Prints what the processes agree on, and what is refused. */
    public static void main(String[] arguments) {
        int rank = Integer.parseInt(arguments[0]);
        Meeting meeting = new Meeting.AtAddress("localhost", Integer.parseInt(arguments[1]));
        ProcessGroupSettings group = new ProcessGroupSettings(rank, 2, meeting, Duration.ofSeconds(60));
        try (LibtorchBackend backend = LibtorchBackend.open(ContrastiveRun.settings(), group);
                Backend.Scope scope = backend.scope()) {
            System.out.println(backend.description());
            System.out.println("mean " + Arrays.toString(backend.meanOverProcesses(new double[] {rank, 10})));
            average(backend, rank);
            gather(backend, rank);
        }
    }

    private static void average(LibtorchBackend backend, int rank) {
        List<Tensor> leaves = List.of(leaf(backend), leaf(backend), leaf(backend));
        backend.recordGradients(true);
        backend.backward(backend.sum(leaves.get(rank), false, 0), 2 + 2 * rank);
        backend.recordGradients(false);
        backend.averageGradients(leaves);
        for (Tensor leaf : leaves) {
            System.out.println("gradient "
                    + backend.gradient(leaf)
                            .map(gradient ->
                                    Arrays.toString(backend.floats(gradient).values()))
                            .orElse("none"));
        }
    }

    private static Tensor leaf(LibtorchBackend backend) {
        return backend.leaf(new HostTensor.Floats(Shape.of(2), new float[2]), true);
    }

    private static void gather(LibtorchBackend backend, int rank) {
        float[] rows = new float[1 + rank];
        try {
            backend.gatherFromAll(backend.constant(new HostTensor.Floats(Shape.of(rows.length, 1), rows)));
        } catch (IllegalArgumentException e) {
            System.out.println("refused " + e.getMessage());
        }
    }
}
