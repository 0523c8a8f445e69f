package io.facet.training.finetune;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.Targets;
import io.facet.training.loss.HeatMapLoss;
import io.facet.training.loss.Rows;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * Landmarks by heat maps. Points that a face's cut leaves out do not count. Score: {@code nme}, the mean distance in units of
 * the distance between the outer corners of the eyes.
 *
 * @param head name of its head, which gives maps
 * @param weight default 1
 * @param scheme layout of the points; default ibug-68
 * @param form of the loss; default that of FaRL's configurations
 * @param sigma of the Gaussian in pixels of the map; default 1.25, of soft labels 1
 * @param radius in pixels of the map beyond which the Gaussian is 0; default 5, of soft labels none
 */
public record LandmarksTask(
        String head, Double weight, String scheme, HeatMapLoss.Form form, Double sigma, Double radius) implements Task {
    private static final String POINTS = "points";
    private static final String KNOWN = "known";
    private static final String UNIT = "unit";
    /** A share of 1/150: a point is in few of a map's pixels, and centres of mass tell nothing until the rest has none. */
    private static final double RARE = -5;

    private static final double WHOLE_MAP = 1e4;
    /** A face seen from the side may have both corners in one place. */
    private static final double LEAST_UNIT = 1e-2;

    public LandmarksTask {
        weight = Defaults.weight(head, weight);
        scheme = LandmarkScheme.of(Defaults.or(scheme, LandmarkScheme.IBUG_68.name()))
                .name();
        form = Defaults.or(form, HeatMapLoss.Form.PIXELS_AND_CENTRES);
        boolean soft = form == HeatMapLoss.Form.SOFT_LABELS;
        sigma = Defaults.or(sigma, soft ? 1.0 : 1.25);
        radius = Defaults.or(radius, soft ? WHOLE_MAP : 5.0);
    }

    /** The layout of the points. */
    public LandmarkScheme layout() {
        return LandmarkScheme.of(scheme);
    }

    @Override
    public int outputs() {
        return layout().count();
    }

    /** After 90 updates of our own small network, an error of 0.17 rather than 0.42. */
    @Override
    public double prior() {
        return form == HeatMapLoss.Form.PIXELS_AND_CENTRES ? RARE : 0;
    }

    @Override
    public Map<String, HostTensor> blank() {
        return tensors(new float[2 * outputs()], new float[outputs()], 1);
    }

    private Map<String, HostTensor> tensors(float[] points, float[] known, double unit) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put(POINTS, new HostTensor.Floats(Shape.of(1, known.length, 2), points));
        tensors.put(KNOWN, new HostTensor.Floats(Shape.of(1, known.length), known));
        tensors.put(UNIT, new HostTensor.Floats(Shape.of(1), new float[] {(float) unit}));
        return tensors;
    }

    @Override
    public boolean hasPlaces() {
        return true;
    }

    @Override
    public boolean learnsFromTeacher() {
        return true;
    }

    @Override
    public Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught) {
        Targets targets = face.sample().targets();
        float[] stored = taught ? targets.vectors().get(Targets.TEACHER_LANDMARKS) : targets.landmarks();
        if (stored == null || stored.length != 2 * outputs()) {
            return Optional.empty();
        }
        LandmarkScheme layout = layout();
        float[] points = new float[stored.length];
        float[] known = new float[outputs()];
        for (int point = 0; point < known.length; point++) {
            int to = face.geometry().mirrored() ? layout.mirror().get(point) : point;
            double[] seen = face.seen(stored[2 * point], stored[2 * point + 1]);
            points[2 * to] = (float) seen[0];
            points[2 * to + 1] = (float) seen[1];
            known[to] = seen[0] >= 0 && seen[0] <= 1 && seen[1] >= 0 && seen[1] <= 1 ? 1 : 0;
        }
        return Optional.of(tensors(points, known, Math.max(layout.ocular().distance(points), LEAST_UNIT)));
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        T points = targets.get(POINTS);
        T known = targets.get(KNOWN);
        HeatMapLoss loss = new HeatMapLoss(form, sigma, radius);
        T rows = loss.rows(ops, output, points, known);
        T distances = HeatMapLoss.distances(ops, loss.points(ops, ops.stopGradient(output)), points);
        T count = ops.clamp(ops.sum(known, false, 1), 1, outputs());
        T mean = ops.divide(ops.sum(ops.multiply(distances, known), false, 1), count);
        T errors = ops.divide(mean, targets.get(UNIT));
        return new Outcome<>(rows, Map.of("nme", Rows.weighted(ops, errors, weights)));
    }
}
