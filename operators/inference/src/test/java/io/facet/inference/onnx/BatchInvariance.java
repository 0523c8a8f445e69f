package io.facet.inference.onnx;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.testing.TestCrops;

import static org.assertj.core.api.Assertions.assertThat;

/** The claim that a face's results do not depend, to the last bit, on what else is in its batch. */
final class BatchInvariance {
    private BatchInvariance() {}

    /** Runs the same crops one by one and in batches of the given sizes. */
    static void check(ComposedGraph graph, int threads, int... batches) {
        int largest = batches[batches.length - 1];
        List<String> outputs = graph.outputs().values().stream().distinct().toList();
        try (OnnxSession session = OnnxSession.open("composed", graph.model(), new SessionSettings(threads))) {
            List<Map<String, Tensor.Floats>> alone = IntStream.range(0, largest)
                    .mapToObj(crop -> run(session, graph, outputs, crop, 1))
                    .toList();
            for (int batch : batches) {
                Map<String, Tensor.Floats> together = run(session, graph, outputs, 0, batch);
                for (int crop = 0; crop < batch; crop++) {
                    for (String output : outputs) {
                        FloatBuffer one = alone.get(crop).get(output).data();
                        FloatBuffer all = together.get(output).data();
                        FloatBuffer part = all.slice(crop * one.capacity(), one.capacity());
                        // By their bits: comparing floats would take 0.0 for −0.0.
                        assertThat(firstDifference(one, part))
                                .as("%s of crop %d in a batch of %d on %d threads", output, crop, batch, threads)
                                .isEqualTo(-1);
                    }
                }
            }
        }
    }

    private static int firstDifference(FloatBuffer one, FloatBuffer other) {
        for (int i = 0; i < one.capacity(); i++) {
            if (Float.floatToRawIntBits(one.get(i)) != Float.floatToRawIntBits(other.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, Tensor.Floats> run(
            OnnxSession session, ComposedGraph graph, List<String> outputs, int first, int count) {
        return session.run(Map.of(graph.inputName(), TestCrops.batch(first, count)), outputs);
    }
}
