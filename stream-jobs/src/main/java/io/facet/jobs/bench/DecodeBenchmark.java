package io.facet.jobs.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.facet.connectors.decode.DecodeCounts;
import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.decode.SegmentDecoder;
import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.domain.video.Segment;
import io.facet.jobs.bench.Figure.Limit;

/**
 * Decodes segments on one thread as the job does, copies to the Java heap included, beside the {@code ffmpeg} program
 * decoding the same video with one thread and throwing the frames away.
 *
 * @param input the video
 * @param options the job's own
 */
record DecodeBenchmark(BenchInput input, DecodeOptions options) {
    /** A longer video is decoded from its beginning to here, a shorter one over and over. */
    private static final Duration MEASURED_VIDEO = Duration.ofSeconds(60);

    private static final Limit AGAINST_FFMPEG = Limit.atLeast(0.9);
    private static final String RATE = "frames/s";

    /**
     * What decoding costs.
     *
     * @param secondsPerFrame for each frame handed on
     * @param figures to be shown
     */
    record Result(double secondsPerFrame, List<Figure> figures) {}

    Result run(Repetitions repetitions) throws Exception {
        List<Segment> segments = input.beginning(MEASURED_VIDEO);
        int laps = input.laps(MEASURED_VIDEO);
        Optional<FfmpegProgram> ffmpeg = input.reencoded() ? Optional.empty() : FfmpegProgram.find();
        FfmpegProgram.Work work = FfmpegProgram.Work.of(input, segments, laps);
        double[] medians = repetitions.medians("Decode alone", () -> {
            Pass pass = decode(segments, laps);
            FfmpegProgram.Pass theirs = ffmpeg.isPresent() ? ffmpeg.get().decode(work) : FfmpegProgram.Pass.NONE;
            return new double[] {
                pass.decoded / pass.seconds(),
                pass.seconds() / pass.sampled,
                theirs.frames() / theirs.seconds(),
                pass.decoded,
                theirs.frames()
            };
        });
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(BenchPart.DECODE, "decode, one thread", medians[0], RATE)
                .noted("%.0f frames".formatted(medians[3])));
        if (ffmpeg.isPresent()) {
            figures.add(Figure.of(BenchPart.DECODE, "ffmpeg -threads 1", medians[2], RATE)
                    .noted("%.0f frames, %s".formatted(medians[4], ffmpeg.get().version())));
            figures.add(Figure.limited(
                    BenchPart.DECODE, "decode / ffmpeg", medians[0] / medians[2], "ratio", AGAINST_FFMPEG));
        } else {
            figures.add(Figure.missing(BenchPart.DECODE, "decode / ffmpeg", "ratio", AGAINST_FFMPEG, whyMissing()));
        }
        return new Result(medians[1], figures);
    }

    private String whyMissing() {
        return input.reencoded()
                ? "segments are encoded anew, so the program would decode something else"
                : "there is no ffmpeg program on the PATH";
    }

    private Pass decode(List<Segment> segments, int laps) throws SegmentRefusedException {
        Pass pass = new Pass();
        long started = System.nanoTime();
        try (SegmentDecoder decoder = new SegmentDecoder(options.limits())) {
            for (int lap = 0; lap < laps; lap++) {
                for (Segment segment : segments) {
                    pass.add(decoder.decode(segment, options.sampling(), frame -> {}));
                }
            }
        }
        pass.nanos = System.nanoTime() - started;
        return pass;
    }

    /** What one repetition did. */
    private static final class Pass {
        private long decoded;
        private long sampled;
        private long nanos;

        void add(DecodeCounts counts) {
            decoded += counts.framesDecoded();
            sampled += counts.framesSampled();
        }

        double seconds() {
            return nanos / 1e9;
        }
    }
}
