package io.facet.training.evaluate.face;

import java.util.List;
import java.util.Map;

import io.facet.training.data.RgbImage;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;

/**
 * A face to be looked at.
 *
 * @param key of the picture
 * @param image the picture as stored
 * @param truth by task
 * @param predicted by task, one map for each bundle
 */
public record ShownFace(
        String key,
        RgbImage image,
        Map<EvaluationTask, FaceValue> truth,
        List<Map<EvaluationTask, FaceValue>> predicted) {}
