package io.facet.connectors.ingest;

import java.util.List;
import java.util.Optional;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

import io.facet.connectors.segment.ContainerClock;
import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.video.FfmpegException;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;
import io.facet.domain.video.SegmentHeader.Container;

import static java.util.Objects.requireNonNull;

/**
 * Cuts a video or image file into segments at its key frames, without transcoding where the codec allows it. The same
 * file gives the same bytes.
 *
 * <p>Times: a stream begins ({@code ptsUs = 0}) with the first picture the file wants shown. A segment covers
 * {@code [firstPtsUs, firstPtsUs + durationUs)}; pictures in its payload outside of that, or before 0, are there only to
 * decode others. The first segment's {@code firstPtsUs} is negative where an edit list skips the beginning. Rotation
 * stated by the file is not applied.
 *
 * <p>Native memory: allocated by {@link #open}, owned by this object, freed by {@link #close()}; segments are on the
 * Java heap. One thread.
 */
public final class VideoSegmenter implements AutoCloseable {
    private static final long UNSET = Long.MIN_VALUE;

    private final String stream;
    private final SegmenterOptions options;
    private final MediaInput input;
    private final long captureTimeUs;
    private GopCutter cutter;
    private Reencoder reencoder;
    private String reencodeReason;
    private long origin = UNSET;
    private long sequence;
    private boolean ended;
    private boolean closed;

    private VideoSegmenter(String stream, SegmenterOptions options, MediaInput input) throws IngestException {
        this.stream = stream;
        this.options = options;
        this.input = input;
        this.captureTimeUs = input.captureTimeUs();
        if (input.copyRule().isEmpty()) {
            reencode("no segment container carries " + input.codec() + " as it is");
        } else if (input.timesMissing()) {
            reencode("the file does not say when its " + input.codec() + " pictures are shown");
        } else {
            cutter = new GopCutter(input, options);
        }
    }

    /** Opens a file with {@link SegmenterOptions#DEFAULT}. */
    public static VideoSegmenter open(MediaFile file) throws IngestException {
        return open(file, SegmenterOptions.DEFAULT);
    }

    /**
     * Opens a file.
     *
     * @throws IngestException if it cannot be read or holds no video; one line with what was expected and found
     */
    public static VideoSegmenter open(MediaFile file, SegmenterOptions options) throws IngestException {
        requireNonNull(options, "options is null");
        MediaInput input = MediaInput.open(file.path());
        try {
            return new VideoSegmenter(file.stream(), options, input);
        } catch (IngestException | FfmpegException e) {
            input.close();
            throw e instanceof IngestException known ? known : failed(file.path() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The next segment; empty at the end.
     *
     * @throws IngestException if the file turns out to be damaged or cut off. What could be read was returned before;
     *     every later call returns empty.
     */
    public Optional<Segment> next() throws IngestException {
        if (ended) {
            return Optional.empty();
        }
        try {
            Optional<Segment> segment = cutter != null ? copied() : Optional.empty();
            if (segment.isEmpty() && reencoder != null) {
                segment = encoded();
            }
            if (segment.isPresent()) {
                return segment;
            }
        } catch (FfmpegException e) {
            ended = true;
            throw failed("%s: %s, after %d segments".formatted(input.path(), e.getMessage(), sequence), e);
        }
        ended = true;
        complain();
        return Optional.empty();
    }

    /** Whether pictures are encoded anew instead of being carried as they are; may become true along the way. */
    public boolean reencoded() {
        return reencodeReason != null;
    }

    /** Why pictures are encoded anew; one clause for a person. */
    public Optional<String> reencodeReason() {
        return Optional.ofNullable(reencodeReason);
    }

    /** Segments returned so far. */
    public long segments() {
        return sequence;
    }

    private Optional<Segment> copied() throws IngestException {
        Optional<Cut> next = cutter.next();
        if (next.isEmpty()) {
            if (cutter.obstacle().isPresent()) {
                reencode(cutter.obstacle().get());
            }
            return Optional.empty();
        }
        try (Cut cut = next.get()) {
            return Optional.of(
                    segment(cut, input.copyRule().orElseThrow().container(), input.parameters(), input.codec()));
        }
    }

    private Optional<Segment> encoded() throws IngestException {
        Optional<Encoded> next = reencoder.next();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        try (Encoded encoded = next.get()) {
            return Optional.of(segment(encoded.cut(), Container.MATROSKA, encoded.parameters(), "ffv1"));
        }
    }

    private void reencode(String reason) throws IngestException {
        reencodeReason = reason;
        if (cutter != null) {
            cutter.close();
            cutter = null;
        }
        reencoder = new Reencoder(input, options);
    }

    private Segment segment(Cut cut, Container container, AVCodecParameters parameters, String codec)
            throws IngestException {
        ContainerClock clock = ContainerClock.of(container);
        int rate = clock.ticksPerSecond();
        List<VideoPacket> packets = cut.packets();
        if (origin == UNSET) {
            origin = packets.stream()
                    .filter(p -> !p.discard())
                    .mapToLong(VideoPacket::pts)
                    .min()
                    .orElse(cut.start());
        }
        long first = input.rescale(cut.start() - origin, rate);
        long end = Math.max(first + 1, input.rescale(cut.end() - origin, rate));
        AVPacket[] natives = packets.stream().map(VideoPacket::packet).toArray(AVPacket[]::new);
        long[] pts = packets.stream()
                .mapToLong(p -> input.rescale(p.pts() - origin, rate) - first)
                .toArray();
        long[] durations = packets.stream()
                .mapToLong(p -> input.rescale(p.duration(), rate))
                .toArray();
        byte[] payload = SegmentMuxer.mux(container, parameters, input.frameRate(), natives, pts, durations);
        if (payload.length > options.maxSegmentBytes() && packets.size() == 1) {
            throw new IngestException("%s: expected a frame of at most %d bytes, found one of %d bytes at segment %d"
                    .formatted(input.path(), options.maxSegmentBytes(), payload.length, sequence));
        }
        long firstPtsUs = clock.toMicros(first);
        return new Segment(
                new SegmentHeader(
                        stream,
                        sequence++,
                        container,
                        codec,
                        parameters.width(),
                        parameters.height(),
                        firstPtsUs,
                        clock.toMicros(end) - firstPtsUs,
                        captureTimeUs + firstPtsUs,
                        0,
                        1,
                        SegmentHeaders.crc32c(payload),
                        SegmentHeader.SCHEMA_VERSION),
                payload);
    }

    private void complain() throws IngestException {
        Optional<String> problem = input.problem();
        if (problem.isPresent()) {
            throw new IngestException(
                    "%s: %s; %d segments were published".formatted(input.path(), problem.get(), sequence));
        }
        if (reencoder != null && reencoder.damagedFrames() > 0) {
            throw new IngestException(
                    "%s: expected intact frames, found %d that could not be decoded; %d segments were published"
                            .formatted(input.path(), reencoder.damagedFrames(), sequence));
        }
        if (sequence == 0) {
            throw new IngestException(
                    input.path() + ": expected at least one frame, found none in its " + input.codec() + " stream");
        }
    }

    private static IngestException failed(String message, Exception cause) {
        return new IngestException(message, cause);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ended = true;
        if (cutter != null) {
            cutter.close();
        }
        if (reencoder != null) {
            reencoder.close();
        }
        input.close();
    }
}
