package io.facet.connectors.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts packets into segments at key frames, without decoding.
 *
 * <p>A key frame may be followed by <i>leading</i> pictures: later in the file, shown before it, and predicted from the
 * group before it (open GOP). They go into the earlier segment together with a copy of the key frame, which lies at that
 * segment's end and is not shown there. So every segment can be decoded alone, and every picture is shown once.
 */
final class GopCutter implements AutoCloseable {
    private static final int EARLY_CUT_SHARE = 4;
    private static final String HIDDEN = "an edit list hides pictures in the middle of the stream";

    private final MediaInput input;
    private final SegmenterOptions options;
    private final long targetDuration;
    private final long maxDuration;
    private List<VideoPacket> current = new ArrayList<>();
    private long bytes;
    private long start;
    private long shownStart;
    private long shownEnd;
    private boolean first = true;
    private String obstacle;

    GopCutter(MediaInput input, SegmenterOptions options) {
        this.input = input;
        this.options = options;
        this.targetDuration = input.unitsOf(options.targetDuration());
        this.maxDuration = input.unitsOf(options.maxKeyFrameDistance());
        begin();
    }

    /** The next segment; empty at the end, and where the packets cannot be carried: then {@link #obstacle} says why. */
    Optional<Cut> next() {
        VideoPacket packet;
        while ((packet = input.read()) != null) {
            if (packet.key() && isDue(packet)) {
                return cutBefore(packet);
            }
            add(packet);
            if (isTooLong()) {
                return stop("key frames are more than %.0f s, %d frames or %d MiB apart"
                        .formatted(
                                options.maxKeyFrameDistance().toMillis() / 1e3,
                                options.maxFrames(),
                                options.maxSegmentBytes() >> 20));
            }
        }
        return last();
    }

    /** Why the rest of the input cannot be carried as it is. Its packets are back in the input, from a key frame on. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    private boolean isDue(VideoPacket packet) {
        boolean hasShown = shownEnd > Long.MIN_VALUE;
        return hasShown
                && !packet.discard()
                && packet.pts() > shownStart
                && (packet.pts() - shownStart >= targetDuration
                        || bytes + packet.size() > options.maxSegmentBytes() / EARLY_CUT_SHARE);
    }

    private boolean isTooLong() {
        return bytes > options.maxSegmentBytes() && current.size() > 1
                || current.size() > options.maxFrames()
                || (shownEnd > Long.MIN_VALUE && shownEnd - start > maxDuration && current.size() > 1);
    }

    private Optional<Cut> cutBefore(VideoPacket key) {
        List<VideoPacket> leading = readLeading(key);
        if (hidesPictures(key.pts())) {
            input.unread(leading);
            input.unread(List.of(key));
            return stop(HIDDEN);
        }
        if (!leading.isEmpty()) {
            add(key.share());
            leading.forEach(this::add);
        }
        input.unread(List.of(key));
        return finish(key.pts());
    }

    private List<VideoPacket> readLeading(VideoPacket key) {
        List<VideoPacket> leading = new ArrayList<>();
        VideoPacket packet;
        while ((packet = input.read()) != null) {
            if (packet.key() || packet.pts() >= key.pts()) {
                input.unread(List.of(packet));
                return leading;
            }
            leading.add(packet);
        }
        return leading;
    }

    private Optional<Cut> last() {
        if (current.isEmpty() || shownEnd == Long.MIN_VALUE) {
            close();
            return Optional.empty();
        }
        return hidesPictures(shownEnd) ? stop(HIDDEN) : finish(shownEnd);
    }

    /**
     * Whether the segment has pictures that must be decoded but not shown and that its header cannot tell from others.
     * Before the first picture shown of a stream it can (their time is negative), and after the segment's end too.
     */
    private boolean hidesPictures(long end) {
        return !first && start < shownStart
                || current.stream().anyMatch(p -> p.discard() && p.pts() >= shownStart && p.pts() < end);
    }

    private Optional<Cut> finish(long end) {
        Cut cut = new Cut(current, start, end);
        first = false;
        begin();
        return Optional.of(cut);
    }

    private Optional<Cut> stop(String reason) {
        obstacle = reason;
        input.unread(current);
        begin();
        return Optional.empty();
    }

    private void add(VideoPacket packet) {
        current.add(packet);
        bytes += packet.size();
        start = Math.min(start, packet.pts());
        if (!packet.discard()) {
            shownStart = Math.min(shownStart, packet.pts());
            shownEnd = Math.max(shownEnd, packet.end());
        }
    }

    private void begin() {
        current = new ArrayList<>();
        bytes = 0;
        start = Long.MAX_VALUE;
        shownStart = Long.MAX_VALUE;
        shownEnd = Long.MIN_VALUE;
    }

    @Override
    public void close() {
        current.forEach(VideoPacket::close);
        current.clear();
    }
}
