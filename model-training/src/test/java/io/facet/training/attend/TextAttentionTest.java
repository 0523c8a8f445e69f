package io.facet.training.attend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.network.Activation;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.recipe.TrainedImageText;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;
import io.facet.training.text.ClipTokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TextAttentionTest {
    private static final VitSettings IMAGE = new VitSettings(16, 8, 16, 2, 2, Activation.QUICK_GELU, 1e-5, true, false);
    private static final ClipTokenizer TOKENIZER = ClipTokenizer.bytes();
    private static final TextSettings TEXT = new TextSettings(TOKENIZER.size(), 12, 16, 1, 2);
    private static final SimilarityProgram PROGRAM = new SimilarityProgram(IMAGE, TEXT, 8);
    private static final Map<String, Shape> INPUTS =
            Map.of(SimilarityProgram.IMAGE, Shape.of(1, 3, 16, 16), SimilarityProgram.TOKENS, Shape.of(1, 12));

    private static Backend<?> backend;
    private static Parameters parameters;
    private static float[] pixels;

    @BeforeAll
    static void open() {
        backend = Engines.open(new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1));
        parameters = Parameters.initialize(Declaration.of(PROGRAM, INPUTS).parameters(), 4);
        pixels = new float[3 * 16 * 16];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void of_imageAndText_isTheirCosineAndAMapOfThePatches() {
        TextAttention attention = TextAttention.of(backend, trained(), pixels, "a hat");

        assertThat(attention.similarity()).isCloseTo(similarity(new float[5 * 16], "a hat"), within(1e-5));
        assertThat(attention.grid()).isEqualTo(2);
        assertThat(attention.weights()).hasSize(4);
        for (float weight : attention.weights()) {
            assertThat(weight).isBetween(0f, 1f);
        }
        assertThat(TextAttention.of(backend, trained(), pixels, "a smile").similarity())
                .isNotEqualTo(attention.similarity());
    }

    @Test
    void of_gradients_areThoseOfSmallChangesOfTheActivations() {
        // The map follows from activations and gradients; both are had here by hand.
        int width = 16;
        float[] gradient = new float[5 * width];
        float step = 2e-2f;
        for (int i = width; i < gradient.length; i++) {
            float[] up = new float[gradient.length];
            float[] down = new float[gradient.length];
            up[i] = step;
            down[i] = -step;
            gradient[i] = (float) ((similarity(up, "a hat") - similarity(down, "a hat")) / (2 * step));
        }
        float[] activations = run(new float[5 * width], "a hat")
                .get(SimilarityProgram.ACTIVATIONS)
                .values();
        float[] expected = TextAttention.map(activations, gradient, width);

        float[] map = TextAttention.of(backend, trained(), pixels, "a hat").weights();
        for (int i = 0; i < map.length; i++) {
            assertThat(map[i]).isCloseTo(expected[i], within(0.02f));
        }
    }

    @Test
    void map_ofTwoChannels_weighsThemByTheirMeanGradientAndKeepsWhatSpeaksForTheText() {
        float[] activations = {9, 9, 1, 0, 0, 2, 3, 1};
        float[] gradient = {7, 7, 1, -1, 3, -2, 2, 0};

        // Mean gradients over the three patches: 2 and -1. Sums: 2, -2, 5.
        assertThat(TextAttention.map(activations, gradient, 2)).containsExactly(0.4f, 0f, 1f);
    }

    private static double similarity(float[] probe, String text) {
        return run(probe, text).get(SimilarityProgram.SIMILARITY).values()[0];
    }

    private static Map<String, HostTensor.Floats> run(float[] probe, String text) {
        Map<String, HostTensor.Floats> values = new HashMap<>(parameters.values());
        values.put(SimilarityProgram.PROBE, new HostTensor.Floats(PROGRAM.probeShape(), probe));
        try (Inference<?> inference = new Inference<>(backend, PROGRAM, new Parameters(values))) {
            return inference.run(Map.of(
                    SimilarityProgram.IMAGE,
                    new HostTensor.Floats(Shape.of(1, 3, 16, 16), pixels),
                    SimilarityProgram.TOKENS,
                    new HostTensor.Longs(Shape.of(1, 12), TOKENIZER.encode(text, 12))));
        }
    }

    private static TrainedImageText trained() {
        Map<String, HostTensor.Floats> values = new HashMap<>(parameters.values());
        values.remove(SimilarityProgram.PROBE);
        return new TrainedImageText(
                IMAGE, TEXT, 8, TOKENIZER, new Parameters(values), List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    }
}
