package io.facet.jobs.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.PublishException;
import io.facet.connectors.ingest.PublisherOptions;
import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.ingest.SegmenterOptions;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.connectors.testing.TestVideo;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;

/**
 * What some cameras publish, in order: round after round a segment of each, then the end of each. One segment is damaged,
 * and some are larger than {@link #publisher} lets a record be, so they go in parts.
 */
final class Feed {
    private static final int RATE = 25;
    private static final int CLIPS = 3;
    private static final int MAX_RECORD_BYTES = 4_000;
    private static final SegmenterOptions HALF_SECONDS = new SegmenterOptions(
            Duration.ofMillis(400),
            SegmenterOptions.DEFAULT.maxSegmentBytes(),
            SegmenterOptions.DEFAULT.maxKeyFrameDistance(),
            SegmenterOptions.DEFAULT.maxFrames());

    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> streams = new TreeSet<>();
    private long faces;

    private interface Piece {
        void publish(SegmentPublisher publisher) throws PublishException;
    }

    private Feed() {}

    /**
     * Renders the clips and cuts them.
     *
     * @param folder for the clips
     * @param cameras number of streams
     * @param frames of each stream
     */
    static Feed render(Path folder, int cameras, int frames) throws Exception {
        List<TestVideo> clips = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int clip = 0; clip < CLIPS; clip++) {
            int shift = 23 * clip;
            clips.add(TestVideo.of(frames, 2).withFaces(frame -> 1 + (frame + shift) / 40 % 2));
            files.add(clips.get(clip).write(folder, "clip-" + clip, TestVideo.Format.H264_MP4));
        }
        Feed feed = new Feed();
        List<List<Segment>> cut = new ArrayList<>();
        for (int camera = 0; camera < cameras; camera++) {
            List<Segment> segments = cut("camera-" + camera, files.get(camera % CLIPS));
            if (camera == 0) {
                segments.set(segments.size() / 2, damaged(segments.get(segments.size() / 2)));
            }
            cut.add(segments);
            feed.faces += faces(clips.get(camera % CLIPS), segments, camera == 0 ? segments.size() / 2 : -1);
        }
        feed.interleave(cut);
        return feed;
    }

    /** How a feed is published. */
    static SegmentPublisher publisher(String bootstrapServers, String topic) throws PublishException {
        return SegmentPublisher.open(
                PublisherOptions.of(bootstrapServers, topic).withMaxRecordBytes(MAX_RECORD_BYTES));
    }

    private static List<Segment> cut(String stream, Path file) throws Exception {
        List<Segment> segments = new ArrayList<>();
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile(stream, file), HALF_SECONDS)) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                segments.add(next.get());
            }
        }
        return segments;
    }

    /** The end lost on the way from camera to job; short enough to go in one part, so that there is one dead letter. */
    private static Segment damaged(Segment segment) {
        int left = Math.min(segment.payload().length - 1, MAX_RECORD_BYTES);
        return new Segment(segment.header(), Arrays.copyOf(segment.payload(), left));
    }

    private static long faces(TestVideo clip, List<Segment> segments, int except) {
        long faces = 0;
        for (int i = 0; i < segments.size(); i++) {
            SegmentHeader header = segments.get(i).header();
            long begin = Math.round(header.firstPtsUs() * RATE / 1e6);
            long end = Math.round((header.firstPtsUs() + header.durationUs()) * RATE / 1e6);
            for (long frame = begin; frame < end && i != except; frame++) {
                faces += clip.facesAt().applyAsInt((int) frame);
            }
        }
        return faces;
    }

    private void interleave(List<List<Segment>> cut) {
        int rounds = cut.stream().mapToInt(List::size).max().orElseThrow();
        for (int round = 0; round <= rounds; round++) {
            for (List<Segment> segments : cut) {
                String stream = segments.get(0).header().stream();
                if (round < segments.size()) {
                    Segment segment = segments.get(round);
                    pieces.add(publisher -> publisher.publish(segment));
                } else if (round == segments.size()) {
                    pieces.add(publisher -> publisher.endStream(stream, segments.size()));
                    streams.add(stream);
                }
            }
        }
    }

    /** Publishes pieces {@code [from, to)}. */
    void publish(SegmentPublisher publisher, int from, int to) throws PublishException {
        for (Piece piece : pieces.subList(from, to)) {
            piece.publish(publisher);
        }
        publisher.flush();
    }

    /** Segments and ends of streams. */
    int size() {
        return pieces.size();
    }

    Set<String> streams() {
        return streams;
    }

    /** Faces drawn in the undamaged segments. */
    long faces() {
        return faces;
    }
}
