package io.facet.inference.analyze;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;

/** Reads one face from one head's output. Pure: no state, any thread. */
sealed interface HeadDecoder
        permits AgeExpectationDecoder,
                AgePairsDecoder,
                ClassMapDecoder,
                EmbeddingDecoder,
                HeatmapsDecoder,
                PointsDecoder,
                QualityDecoder,
                SigmoidDecoder,
                SoftmaxDecoder {

    /** The head it reads. */
    HeadSpec head();

    /**
     * @param output the head's tensor of the whole run
     * @param face which face of the run
     * @param transform of that face's crop
     * @throws UnreadableOutputException when the network gave a value that is not a finite number
     */
    HeadResult decode(HeadTensor output, int face, CropTransform transform);

    /**
     * The decoder of a head.
     *
     * @param head of an opened bundle, where channels, labels and task are known to fit the decoding
     * @param cropSize side of the aligned crop in pixels
     */
    static HeadDecoder of(HeadSpec head, int cropSize) {
        return switch (head.decoding()) {
            case POINTS -> new PointsDecoder(head, region(head, cropSize));
            case HEATMAPS -> new HeatmapsDecoder(head, region(head, cropSize));
            case CLASS_MAP -> new ClassMapDecoder(head, region(head, cropSize), cropSize);
            case SOFTMAX -> new SoftmaxDecoder(head);
            case SIGMOID -> head.task() == HeadTask.QUALITY ? new QualityDecoder(head) : new SigmoidDecoder(head);
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

    /** Refuses NaN and infinity, which would otherwise travel into records as numbers that are none. */
    static double requireFinite(HeadSpec head, double value) {
        if (!Double.isFinite(value)) {
            throw new UnreadableOutputException("head %s must give finite numbers, got %s"
                    .formatted(head.task().key(), value));
        }
        return value;
    }
}
