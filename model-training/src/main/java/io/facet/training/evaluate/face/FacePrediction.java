package io.facet.training.evaluate.face;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.Point;
import io.facet.training.data.ClassMap;
import io.facet.training.data.RgbImage;
import io.facet.training.data.source.PreparedFace.PointsFrom;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;

/**
 * What a bundle says of the face in one picture.
 *
 * @param from whose points the face was aligned by
 * @param crop the aligned crop that the heads read
 * @param values by task, in pixels of the picture
 */
record FacePrediction(PointsFrom from, AlignedCrop crop, Map<EvaluationTask, FaceValue> values) {

    /**
     * @param image the picture
     * @param mask the true mask, whose pixels a predicted one is asked for; null where there is none
     */
    static FacePrediction of(
            PointsFrom from, AlignedCrop crop, List<HeadResult> results, RgbImage image, ClassMap mask) {
        Map<EvaluationTask, FaceValue> values = new EnumMap<>(EvaluationTask.class);
        for (HeadResult result : results) {
            values.put(EvaluationTask.ofKey(result.task().key()), value(result, image, mask));
        }
        return new FacePrediction(from, crop, values);
    }

    private static FaceValue value(HeadResult result, RgbImage image, ClassMap mask) {
        if (result instanceof HeadResult.Landmarks landmarks) {
            return new FaceValue.Points(landmarks.scheme(), coordinates(landmarks.points()), null);
        }
        if (result instanceof HeadResult.Parsing parsing) {
            ClassMap classes = new ClassMap(parsing.size(), parsing.labels().size(), parsing.mask());
            double scale = mask == null ? 1 : (double) mask.width() / image.width();
            return new FaceValue.Mask(parsing.labels(), classes, scaled(parsing.transform(), scale));
        }
        if (result instanceof HeadResult.Age age) {
            return new FaceValue.Number(age.years());
        }
        if (result instanceof HeadResult.Quality quality) {
            return new FaceValue.Number(quality.value());
        }
        if (result instanceof HeadResult.Classification label) {
            return new FaceValue.Label(label.label(), label.probabilities());
        }
        if (result instanceof HeadResult.Attributes attributes) {
            return new FaceValue.Attributes(attributes.probabilities());
        }
        if (result instanceof HeadResult.Identity identity) {
            return new FaceValue.Embedding(identity.embedding());
        }
        throw new IllegalStateException("expected a known result, found " + result.getClass());
    }

    /** The transform from pixels of a mask that has {@code scale} pixels to one of the picture. */
    private static CropTransform scaled(CropTransform transform, double scale) {
        return new CropTransform(transform.a() / scale, transform.b() / scale, transform.tx(), transform.ty());
    }

    private static float[] coordinates(List<Point> points) {
        float[] coordinates = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            coordinates[2 * i] = (float) points.get(i).x();
            coordinates[2 * i + 1] = (float) points.get(i).y();
        }
        return coordinates;
    }
}
