package io.facet.domain.bundle;

import java.util.List;

/**
 * The detector and how its outputs are read.
 *
 * @param file path in the bundle
 * @param family how boxes and points are decoded
 * @param input how it wants the picture
 * @param strides feature strides in pixels, ascending
 * @param anchors for {@link Family#RETINAFACE}: the anchor sides of each stride, in pixels; else empty
 * @param outputs names of the output tensors: for {@link Family#YUNET} cls, obj, bbox and kps of each stride, in that
 *     order ({@code cls_8, cls_16, cls_32, obj_8, …}); for {@link Family#RETINAFACE} boxes, scores, points
 * @param scoreThreshold detections below are dropped
 * @param nmsIou detections that overlap a better one by more are dropped
 */
public record DetectorSpec(
        String file,
        Family family,
        ImageInput input,
        List<Integer> strides,
        List<List<Integer>> anchors,
        List<String> outputs,
        double scoreThreshold,
        double nmsIou) {

    /** How boxes and points are decoded. */
    public enum Family {
        /** Anchor-free: score √(cls·obj), centre offset · stride, exp(size) · stride. */
        YUNET,
        /** Anchors with SSD variances 0.1 and 0.2; scores are softmax over (background, face). */
        RETINAFACE
    }

    public DetectorSpec {
        strides = List.copyOf(strides);
        anchors = anchors == null ? List.of() : List.copyOf(anchors);
        outputs = List.copyOf(outputs);
    }
}
