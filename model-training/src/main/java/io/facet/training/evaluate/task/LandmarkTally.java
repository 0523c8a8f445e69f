package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.score.ErrorDistribution;
import io.facet.training.score.PointNorm;

/** Mean errors of faces' landmarks, by every length. */
final class LandmarkTally implements Tally<LandmarkTally.Face> {
    /** FR and AUC are told of inter-ocular errors up to here (FaRL Table 7). */
    static final double OCULAR_LIMIT = 0.10;

    private static final double BOX_LIMIT = 0.07;

    private final Map<PointNorm, List<Double>> errors = new EnumMap<>(PointNorm.class);

    /** One error for each length. */
    record Face(Map<PointNorm, Double> errors) {}

    LandmarkTally() {
        for (PointNorm norm : PointNorm.values()) {
            errors.put(norm, new ArrayList<>());
        }
    }

    @Override
    public void add(Face face) {
        face.errors().forEach((norm, error) -> errors.get(norm).add(error));
    }

    @Override
    public int faces() {
        return errors.get(PointNorm.BOX).size();
    }

    ErrorDistribution errors(PointNorm norm) {
        return ErrorDistribution.of(
                errors.get(norm).stream().mapToDouble(error -> error).toArray());
    }

    @Override
    public List<Figure> figures() {
        ErrorDistribution ocular = errors(PointNorm.INTER_OCULAR);
        ErrorDistribution box = errors(PointNorm.BOX);
        return List.of(
                Figure.share("NME inter-ocular", ocular.mean(), Better.LOWER),
                Figure.share("median error inter-ocular", ocular.median(), Better.LOWER),
                Figure.share("FR 10 %", ocular.failureRate(OCULAR_LIMIT), Better.LOWER),
                Figure.share("AUC 10 %", ocular.areaUnderCurve(OCULAR_LIMIT), Better.HIGHER),
                Figure.share("AUC 10 % as public scorers sum it", ocular.areaBySimpson(OCULAR_LIMIT), Better.HIGHER),
                Figure.share("NME inter-pupil", errors(PointNorm.INTER_PUPIL).mean(), Better.LOWER),
                Figure.share("NME diag", errors(PointNorm.DIAGONAL).mean(), Better.LOWER),
                Figure.share("NME box", box.mean(), Better.LOWER),
                Figure.share("AUC box 7 %", box.areaUnderCurve(BOX_LIMIT), Better.HIGHER),
                Figure.share("AUC box 7 % as public scorers sum it", box.areaBySimpson(BOX_LIMIT), Better.HIGHER));
    }
}
