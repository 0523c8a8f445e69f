package io.facet.training.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.facet.training.engine.LearnerState;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.card.CurvePoint;
import io.facet.training.loop.card.Hardware;
import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.card.RunDescription;
import io.facet.training.loop.checkpoint.Checkpoint;
import io.facet.training.loop.checkpoint.Progress;
import io.facet.training.loop.metrics.UpdateFigures;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Makes what a run would have made. */
public final class SampleRun {
    private SampleRun() {}

    public static Checkpoint checkpoint(long update) {
        return checkpoint(update, 3);
    }

    /**
     * @param width of the one hidden layer
     */
    public static Checkpoint checkpoint(long update, int width) {
        SplittableRandom random = new SplittableRandom(update);
        Parameters parameters = parameters(random, width);
        LearnerState state = new LearnerState(
                parameters, parameters(random, width), parameters(random, width), parameters(random, width), update);
        Progress progress = new Progress(Progress.FORMAT, update, 2 * update, 64 * update, 0.5, 12.5, 1, Map.of());
        return new Checkpoint(state, progress, card(update, Map.of("probe accuracy", 0.75)));
    }

    private static Parameters parameters(SplittableRandom random, int width) {
        Map<String, HostTensor.Floats> values = new LinkedHashMap<>();
        values.put("hidden.weight", tensor(random, width, 4));
        values.put("hidden.bias", tensor(random, width));
        return new Parameters(values);
    }

    private static HostTensor.Floats tensor(SplittableRandom random, long... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new HostTensor.Floats(shape, values);
    }

    public static RunCard card(long update, Map<String, Double> scores) {
        RunDescription description = description("farl-tiny", "batch: 8\nnote: \"<script>alert(1)</script>\"\n");
        return new RunCard(
                RunCard.FORMAT,
                description.experiment(),
                description.recipe(),
                description.recipeSha256(),
                description.data(),
                description.begunFrom(),
                7,
                Map.of("engine", "DJL, CPU, FP32, 1 thread"),
                new Hardware("Linux", "a processor", 2, 1 << 30, 1),
                Optional.of("0123abc"),
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2026-01-02T04:04:05.123Z"),
                new RunCard.Totals(update, 1000, 64 * update, 0.5, 3600, 1),
                new RunCard.ParameterCounts(5_700_000, 5_600_000),
                scores,
                List.of(new CurvePoint(update, 1e-3, 0.9, Map.of("loss", 1.25))));
    }

    public static RunDescription description(String experiment, String recipe) {
        return new RunDescription(
                experiment, recipe, Map.of("faces", "ab12"), Map.of("start", "farl"), Optional.empty());
    }

    /** Curves as a contrastive run would give. */
    public static List<UpdateFigures> figures(int updates) {
        SplittableRandom random = new SplittableRandom(3);
        List<UpdateFigures> all = new ArrayList<>();
        for (int update = 1; update <= updates; update++) {
            double fallen = 6 * Math.exp(-3.0 * update / updates) + 0.5;
            Map<String, Double> losses = new LinkedHashMap<>();
            losses.put("loss", fallen + 0.2 * random.nextGaussian());
            losses.put("contrastive", 0.6 * fallen + 0.1 * random.nextGaussian());
            losses.put("masked", 0.4 * fallen + 0.1 * random.nextGaussian());
            all.add(new UpdateFigures(
                    update,
                    update / 100.0,
                    64L * update,
                    2.0 * update,
                    1e-3 * Math.min(1, update / 100.0),
                    1 + Math.abs(random.nextGaussian()),
                    losses,
                    32 + random.nextGaussian(),
                    0));
        }
        return all;
    }
}
