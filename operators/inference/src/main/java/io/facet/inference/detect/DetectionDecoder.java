package io.facet.inference.detect;

import java.nio.FloatBuffer;
import java.util.List;

import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.face.Detection;

/** Reads the output tensors of one family of detectors. Pure: no state, any thread. */
sealed interface DetectionDecoder permits YunetDecoder, RetinaFaceDecoder {

    /** The decoder of a detector's family. */
    static DetectionDecoder of(DetectorSpec spec) {
        return switch (spec.family()) {
            case YUNET -> new YunetDecoder(spec.strides());
            case RETINAFACE -> new RetinaFaceDecoder(spec.strides(), spec.anchors());
        };
    }

    /**
     * Candidates of one frame, before overlapping ones are removed, in pixels of the network's input.
     *
     * @param outputs the values of the output tensors of the whole run, in the order of {@link DetectorSpec#outputs()}
     * @param frame which frame of the run
     * @param width of the network's input in pixels
     * @param height of the network's input in pixels
     * @param minScore candidates below are left out; one whose score is no number is not
     * @return in the order of the tensors: by stride, row, column; not all of them need be finite
     * @throws IllegalArgumentException when a tensor does not hold what an input of this size must give
     */
    List<Detection> decode(List<FloatBuffer> outputs, int frame, int width, int height, double minScore);
}
