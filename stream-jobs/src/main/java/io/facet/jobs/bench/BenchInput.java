package io.facet.jobs.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.facet.connectors.ingest.IngestException;
import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.MediaFiles;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;

/**
 * One video, cut into segments that are held in memory, so that neither the disk nor the cutting is measured.
 *
 * @param file the video
 * @param segments of one pass, at least one
 * @param reencoded whether the segments hold other bytes than the file, because it could not be cut as it is
 */
record BenchInput(MediaFile file, List<Segment> segments, boolean reencoded) {
    private static final long MAX_HELD_BYTES = 512L << 20;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final double MICROS_PER_SECOND = 1e6;

    BenchInput {
        segments = List.copyOf(segments);
    }

    /**
     * Cuts a video.
     *
     * @throws IngestException if it is not one file that can be read to its end, or is too large to be held
     */
    static BenchInput read(Path path) throws IngestException {
        List<MediaFile> files = MediaFiles.list(List.of(path)).files();
        if (files.size() != 1) {
            throw new IngestException("%s: expected one video file, found %d".formatted(path, files.size()));
        }
        List<Segment> segments = new ArrayList<>();
        long bytes = 0;
        boolean reencoded;
        try (VideoSegmenter segmenter = VideoSegmenter.open(files.get(0))) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                segments.add(next.get());
                bytes += next.get().payload().length;
                if (bytes > MAX_HELD_BYTES) {
                    throw new IngestException("%s: expected at most %d MiB of segments, found more after %d of them"
                            .formatted(path, MAX_HELD_BYTES >> 20, segments.size()));
                }
            }
            reencoded = segmenter.reencoded();
        }
        return new BenchInput(files.get(0), segments, reencoded);
    }

    String stream() {
        return file.stream();
    }

    BenchReport.Input describe() {
        SegmentHeader header = segments.get(0).header();
        return new BenchReport.Input(
                file.path().toString(),
                header.codec(),
                header.width(),
                header.height(),
                lapUs() / MICROS_PER_SECOND,
                segments.size());
    }

    /** How often the video has to be repeated to be at least so long. */
    int laps(Duration atLeast) {
        return (int) Math.max(1, roundedUp(atLeast.toMillis() * MICROS_PER_MILLI, lapUs()));
    }

    /** The video over and over, as one stream without gaps; payloads are shared. */
    Stream<Segment> repeated(int laps) {
        return Stream.iterate(0, lap -> lap < laps, lap -> lap + 1)
                .flatMap(lap -> segments.stream().map(segment -> inLap(segment, lap)));
    }

    /** Segments spread evenly over the video that together last about so long, or all of a shorter one. */
    List<Segment> sample(Duration about) {
        int every = (int) Math.max(1, lapUs() / Math.max(1, about.toNanos() / 1_000));
        List<Segment> chosen = new ArrayList<>();
        for (int i = 0; i < segments.size(); i += every) {
            chosen.add(segments.get(i));
        }
        return chosen;
    }

    /** The first segments, until they are together that long; all of a shorter video. */
    List<Segment> beginning(Duration atLeast) {
        long endUs = segments.get(0).header().firstPtsUs() + atLeast.toNanos() / 1_000;
        return segments.stream()
                .takeWhile(segment -> segment.header().firstPtsUs() < endUs)
                .toList();
    }

    /** Length of one pass, in whole milliseconds, which every container's clock can express. */
    private long lapUs() {
        SegmentHeader first = segments.get(0).header();
        SegmentHeader last = segments.get(segments.size() - 1).header();
        long lengthUs = last.firstPtsUs() + last.durationUs() - first.firstPtsUs();
        return Math.max(1, roundedUp(lengthUs, MICROS_PER_MILLI)) * MICROS_PER_MILLI;
    }

    private static long roundedUp(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    private Segment inLap(Segment segment, int lap) {
        SegmentHeader header = segment.header();
        long laterUs = lap * lapUs();
        SegmentHeader shifted = new SegmentHeader(
                header.stream(),
                header.sequence() + (long) lap * segments.size(),
                header.container(),
                header.codec(),
                header.width(),
                header.height(),
                header.firstPtsUs() + laterUs,
                header.durationUs(),
                header.captureTimeUs() + laterUs,
                header.part(),
                header.parts(),
                header.payloadCrc32c(),
                header.schemaVersion());
        return new Segment(shifted, segment.payload());
    }
}
