package io.facet.inference.analyze;

import java.util.EnumSet;
import java.util.Set;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.inference.session.InferenceException;

/** Reads one face from one head's output. Pure: no state, any thread. */
sealed interface HeadDecoder
        permits AgeExpectationDecoder,
                AgePairsDecoder,
                ClassMapDecoder,
                EmbeddingDecoder,
                HeatmapsDecoder,
                PointsDecoder,
                SigmoidDecoder,
                SoftmaxDecoder {

    /**
     * @param output the head's tensor of the whole run
     * @param face which face of the run
     * @param transform of that face's crop
     * @throws InferenceException when the network gave a value that is not a finite number
     */
    HeadResult decode(HeadTensor output, int face, CropTransform transform);

    /**
     * The decoder of a head.
     *
     * @param cropSize side of the aligned crop in pixels
     * @throws IllegalArgumentException when the decoding cannot give what the task promises, or labels do not fit
     */
    static HeadDecoder of(HeadSpec head, int cropSize) {
        requireTask(head);
        return switch (head.decoding()) {
            case POINTS -> new PointsDecoder(head, region(head, cropSize));
            case HEATMAPS -> new HeatmapsDecoder(head, region(head, cropSize));
            case CLASS_MAP -> new ClassMapDecoder(head, region(head, cropSize), cropSize);
            case SOFTMAX -> new SoftmaxDecoder(head);
            case SIGMOID -> new SigmoidDecoder(head);
            case AGE_EXPECTATION -> new AgeExpectationDecoder(head);
            case AGE_PAIRS -> new AgePairsDecoder(head);
            case EMBEDDING -> new EmbeddingDecoder(head);
        };
    }

    private static Region region(HeadSpec head, int cropSize) {
        return head.crop() == null
                ? new Region(0, 0, cropSize, cropSize)
                : head.crop().region();
    }

    private static void requireTask(HeadSpec head) {
        Set<HeadTask> tasks = switch (head.decoding()) {
            case POINTS, HEATMAPS -> EnumSet.of(HeadTask.LANDMARKS);
            case CLASS_MAP -> EnumSet.of(HeadTask.PARSING);
            case SOFTMAX -> EnumSet.of(HeadTask.GENDER, HeadTask.EXPRESSION);
            case SIGMOID -> EnumSet.of(HeadTask.ATTRIBUTES);
            case AGE_EXPECTATION, AGE_PAIRS -> EnumSet.of(HeadTask.AGE);
            case EMBEDDING -> EnumSet.of(HeadTask.IDENTITY);
        };
        if (!tasks.contains(head.task())) {
            throw new IllegalArgumentException("decoding %s is for %s, not for head %s"
                    .formatted(
                            head.decoding(),
                            tasks.stream().map(HeadTask::key).toList(),
                            head.task().key()));
        }
    }

    /** Refuses a head whose labels do not match its channels one to one. */
    static void requireLabels(HeadSpec head) {
        int channels = head.to() - head.from();
        if (head.labels().size() != channels) {
            throw new IllegalArgumentException("head %s reads %d channels and needs as many labels, got %d"
                    .formatted(head.task().key(), channels, head.labels().size()));
        }
    }

    /** Refuses NaN and infinity, which would otherwise travel into records as numbers that are none. */
    static double requireFinite(HeadSpec head, double value) {
        if (!Double.isFinite(value)) {
            throw new InferenceException("head %s must give finite numbers, got %s"
                    .formatted(head.task().key(), value));
        }
        return value;
    }
}
