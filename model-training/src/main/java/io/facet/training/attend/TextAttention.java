package io.facet.training.attend;

import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.training.engine.Backend;
import io.facet.training.recipe.TrainedImageText;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Grad-CAM of an image by a text: {@code ReLU(Σ_c α_c · A_c)} for each patch, where {@code A_c} is channel c of the last
 * block's first layer norm and {@code α_c} the mean over patches of the gradient of the similarity by it (Selvaraju et al.,
 * 2017, equations 1 and 2; the place is that of FaRL, section 4.7).
 *
 * @param similarity cosine of image and text
 * @param grid patches along a side
 * @param weights row by row, at least 0; divided by the largest, if any is above 0
 */
public record TextAttention(double similarity, int grid, float[] weights) {

    /**
     * @param backend any engine; what is made on it is freed
     * @param image {@code [3, S, S]}, normalised as the encoder was trained
     */
    public static <T> TextAttention of(Backend<T> backend, TrainedImageText trained, float[] image, String text) {
        SimilarityProgram program = new SimilarityProgram(trained.image(), trained.text(), trained.embedding());
        Map<String, T> parameters = new LinkedHashMap<>();
        trained.parameters().values().forEach((name, value) -> parameters.put(name, backend.leaf(value, false)));
        Shape shape = program.probeShape();
        T probe = backend.leaf(new HostTensor.Floats(shape, new float[Math.toIntExact(shape.elements())]), true);
        parameters.put(SimilarityProgram.PROBE, probe);
        try {
            return of(backend, program, trained, parameters, image, text);
        } finally {
            parameters.values().forEach(backend::release);
        }
    }

    @SuppressWarnings("try") // the scope frees what is made within it
    private static <T> TextAttention of(
            Backend<T> backend,
            SimilarityProgram program,
            TrainedImageText trained,
            Map<String, T> parameters,
            float[] image,
            String text) {
        long side = trained.image().imageSize();
        int context = trained.text().context();
        backend.bind(parameters);
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            Map<String, T> results = program.apply(
                    backend,
                    Map.of(
                            SimilarityProgram.IMAGE,
                            backend.constant(new HostTensor.Floats(Shape.of(1, 3, side, side), image)),
                            SimilarityProgram.TOKENS,
                            backend.constant(new HostTensor.Longs(
                                    Shape.of(1, context), trained.tokenizer().encode(text, context)))));
            T similarity = results.get(SimilarityProgram.SIMILARITY);
            backend.backward(similarity, 1);
            T gradient = backend.gradient(parameters.get(SimilarityProgram.PROBE))
                    .orElseThrow(() -> new IllegalStateException("no gradient reached the activations"));
            return new TextAttention(
                    backend.floats(similarity).values()[0],
                    trained.image().grid(),
                    map(
                            backend.floats(results.get(SimilarityProgram.ACTIVATIONS))
                                    .values(),
                            backend.floats(gradient).values(),
                            trained.image().width()));
        } finally {
            backend.recordGradients(false);
        }
    }

    /** Both {@code [1+N, W]}, the class token first: it is no place in the picture. */
    static float[] map(float[] activations, float[] gradient, int width) {
        int patches = activations.length / width - 1;
        double[] channels = new double[width];
        for (int patch = 1; patch <= patches; patch++) {
            for (int c = 0; c < width; c++) {
                channels[c] += gradient[patch * width + c] / patches;
            }
        }
        float[] map = new float[patches];
        float most = 0;
        for (int patch = 0; patch < patches; patch++) {
            double sum = 0;
            for (int c = 0; c < width; c++) {
                sum += channels[c] * activations[(patch + 1) * width + c];
            }
            map[patch] = (float) Math.max(0, sum);
            most = Math.max(most, map[patch]);
        }
        for (int patch = 0; most > 0 && patch < patches; patch++) {
            map[patch] /= most;
        }
        return map;
    }
}
