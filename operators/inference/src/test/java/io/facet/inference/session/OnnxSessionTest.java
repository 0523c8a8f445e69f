package io.facet.inference.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.facet.inference.onnx.GraphBuilder;
import io.facet.inference.onnx.NodeAttribute;
import io.facet.inference.testing.TinyModels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OnnxSessionTest {
    private static final byte[] MODEL = TinyModels.vectorHead("logits", 7, 1);
    private static final TensorPort INPUT = new TensorPort("vector", ElementType.FLOAT32, List.of(-1L, 16L));
    private static final TensorPort OUTPUT = new TensorPort("logits", ElementType.FLOAT32, List.of(-1L, 7L));

    @Test
    void run_batch_givesOneRowForEach() {
        try (OnnxSession session = open()) {
            Tensor.Floats logits =
                    session.run(Map.of("vector", vectors(3)), List.of("logits")).get("logits");
            assertThat(logits.shape()).containsExactly(3L, 7L);
            assertThat(logits.data().remaining()).isEqualTo(21);
        }
    }

    @Test
    void run_heapAndDirectBuffers_giveTheSame() {
        FloatBuffer direct = Tensor.allocateFloats(32);
        direct.put(vectors(2).data()).flip();
        try (OnnxSession session = open()) {
            Tensor.Floats fromHeap =
                    session.run(Map.of("vector", vectors(2)), List.of("logits")).get("logits");
            Tensor feed = new Tensor.Floats(direct, List.of(2L, 16L));
            Tensor.Floats fromDirect =
                    session.run(Map.of("vector", feed), List.of("logits")).get("logits");
            assertThat(fromDirect.data()).isEqualTo(fromHeap.data());
        }
    }

    @Test
    void run_byManyThreads_givesWhatOneGives() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (OnnxSession session = open()) {
            FloatBuffer expected = session.run(Map.of("vector", vectors(5)), List.of("logits"))
                    .get("logits")
                    .data();
            Callable<FloatBuffer> run = () -> session.run(Map.of("vector", vectors(5)), List.of("logits"))
                    .get("logits")
                    .data();
            for (Future<FloatBuffer> result :
                    threads.invokeAll(IntStream.range(0, 40).mapToObj(i -> run).toList())) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void run_wrongFeeds_saysExpectedAndFound() {
        try (OnnxSession session = open()) {
            Tensor narrow = new Tensor.Floats(FloatBuffer.allocate(8), List.of(1L, 8L));
            assertThatThrownBy(() -> session.run(Map.of("vector", narrow), List.of("logits")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("model tiny: expected input vector FLOAT32[-1, 16], found FLOAT32[1, 8]");
            Tensor bytes = new Tensor.Bytes(ByteBuffer.allocate(16), List.of(1L, 16L));
            assertThatThrownBy(() -> session.run(Map.of("vector", bytes), List.of("logits")))
                    .hasMessage("model tiny: expected input vector FLOAT32[-1, 16], found UINT8[1, 16]");
            assertThatThrownBy(() -> session.run(Map.of("picture", vectors(1)), List.of("logits")))
                    .hasMessage("model tiny: expected inputs [vector], found [picture]");
            assertThatThrownBy(() -> session.run(Map.of("vector", vectors(1)), List.of("boxes")))
                    .hasMessage("model tiny: expected outputs out of [logits], found [boxes]");
        }
    }

    @Test
    void run_int64Input_readsRowsOfATable() {
        GraphBuilder graph = new GraphBuilder();
        graph.node(
                "Gather",
                "rows",
                List.of(graph.floats("table", List.of(3L, 2L), 1, 2, 3, 4, 5, 6), "tokens"),
                List.of(new NodeAttribute.Int("axis", 0)));
        byte[] model = graph.model(
                "table",
                List.of(new TensorPort("tokens", ElementType.INT64, List.of(-1L))),
                List.of(new TensorPort("rows", ElementType.FLOAT32, List.of(-1L, 2L))));
        try (OnnxSession session = OnnxSession.open("table", model, SessionSettings.singleThread())) {
            Tensor tokens = new Tensor.Longs(LongBuffer.wrap(new long[] {2, 0}), List.of(2L));
            assertThat(session.run(Map.of("tokens", tokens), List.of("rows"))
                            .get("rows")
                            .data())
                    .isEqualTo(FloatBuffer.wrap(new float[] {5, 6, 1, 2}));
            Tensor floats = new Tensor.Floats(FloatBuffer.allocate(1), List.of(1L));
            assertThatThrownBy(() -> session.run(Map.of("tokens", floats), List.of("rows")))
                    .hasMessage("model table: expected input tokens INT64[-1], found FLOAT32[1]");
        }
    }

    @Test
    void open_otherPortsThanExpected_saysExpectedAndFound() {
        TensorPort wide = new TensorPort("logits", ElementType.FLOAT32, List.of(-1L, 8L));
        assertThatThrownBy(() -> open(List.of(INPUT), List.of(wide)))
                .hasMessage("model tiny: expected output logits FLOAT32[-1, 8], found logits FLOAT32[-1, 7]");
        TensorPort missing = new TensorPort("boxes", ElementType.FLOAT32, List.of(-1L, 4L));
        assertThatThrownBy(() -> open(List.of(INPUT), List.of(OUTPUT, missing)))
                .hasMessage("model tiny: expected an output boxes FLOAT32[-1, 4], found [logits]");
        TensorPort bytes = new TensorPort("vector", ElementType.UINT8, List.of(-1L, 16L));
        assertThatThrownBy(() -> open(List.of(bytes), List.of(OUTPUT)))
                .hasMessage("model tiny: expected input vector UINT8[-1, 16], found vector FLOAT32[-1, 16]");
        assertThatThrownBy(() -> open(List.of(), List.of(OUTPUT)))
                .hasMessage("model tiny: expected inputs [], found [vector]");
        try (OnnxSession session = open(List.of(INPUT), List.of(OUTPUT))) {
            assertThat(session.inputs()).containsOnlyKeys("vector");
        }
    }

    @Test
    void open_noModel_saysSoInOneLine() {
        byte[] text = "not a model".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> OnnxSession.open("notes.txt", text, SessionSettings.singleThread()))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("cannot load model notes.txt: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void close_twice_isQuietAndEndsRuns() {
        OnnxSession session = open();
        session.close();
        session.close();
        assertThatThrownBy(() -> session.run(Map.of("vector", vectors(1)), List.of("logits")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model tiny is closed");
    }

    @Test
    void tensor_misfittingBuffer_isRefused() {
        assertThatThrownBy(() -> new Tensor.Floats(FloatBuffer.allocate(5), List.of(2L, 3L)))
                .hasMessage("a tensor of shape [2, 3] needs 6 elements, got 5");
        FloatBuffer foreign = ByteBuffer.allocateDirect(4)
                .order(
                        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                                ? ByteOrder.BIG_ENDIAN
                                : ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThatThrownBy(() -> new Tensor.Floats(foreign, List.of(1L)))
                .hasMessageStartingWith("a float buffer must be in " + ByteOrder.nativeOrder() + " order");
    }

    @Test
    void settings_noThread_isRefused() {
        assertThatThrownBy(() -> new SessionSettings(0)).hasMessage("intraOpThreads must be at least 1, got 0");
    }

    private static OnnxSession open() {
        return OnnxSession.open("tiny", MODEL, SessionSettings.singleThread());
    }

    private static OnnxSession open(List<TensorPort> inputs, List<TensorPort> outputs) {
        return OnnxSession.open("tiny", MODEL, SessionSettings.singleThread(), inputs, outputs);
    }

    private static Tensor.Floats vectors(int count) {
        FloatBuffer values = FloatBuffer.allocate(count * 16);
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (float) Math.sin(i));
        }
        return new Tensor.Floats(values, List.of((long) count, 16L));
    }
}
