package io.facet.jobs.run;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

import io.facet.connectors.decode.DecodeLimits;
import io.facet.connectors.decode.SegmentDecoder;
import io.facet.connectors.ingest.IngestException;
import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.domain.video.Frame;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Segment;

/**
 * Goes through the frames of an input once more, to make pictures of what was found in them.
 *
 * <p>Damage ends a segment early here as it did in the job, where it was reported; so it is not reported again.
 *
 * @param limits the job's own
 */
record Replay(DecodeLimits limits) {

    /** What is done with each frame. */
    @FunctionalInterface
    interface FrameUse {
        void accept(Frame frame) throws IOException;
    }

    /**
     * Decodes the chosen segments of a file.
     *
     * @param file the file, with the stream id it was published under
     * @param wanted which segments are worth decoding
     * @param use called for every frame of these, in presentation order
     */
    void run(MediaFile file, Predicate<Segment> wanted, FrameUse use) throws IOException {
        try (VideoSegmenter segmenter = VideoSegmenter.open(file);
                SegmentDecoder decoder = new SegmentDecoder(limits)) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                if (wanted.test(next.get())) {
                    decode(decoder, next.get(), use);
                }
            }
        } catch (IngestException damagedFile) {
            // Told when the file was published; what came before the damage has been replayed.
            return;
        }
    }

    private static void decode(SegmentDecoder decoder, Segment segment, FrameUse use) throws IOException {
        try {
            decoder.decode(segment, new FrameSampling.All(), frame -> accept(use, frame));
        } catch (SegmentRefusedException refusedInTheJobToo) {
            return;
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void accept(FrameUse use, Frame frame) {
        try {
            use.accept(frame);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
