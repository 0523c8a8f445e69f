package io.facet.connectors.ingest;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

/**
 * One compressed picture.
 *
 * <p>Native memory: takes over an {@code AVPacket}; owned by whoever holds this object; valid until {@link #close()}.
 */
final class VideoPacket implements AutoCloseable {
    private final long pts;
    private final long duration;
    private final boolean key;
    private final boolean discard;
    private final int size;
    private AVPacket packet;

    /**
     * @param packet ownership passes to this object
     * @param pts presentation time in the input's time base
     * @param duration in the input's time base
     */
    VideoPacket(AVPacket packet, long pts, long duration) {
        this(packet, pts, duration, (packet.flags() & AV_PKT_FLAG_KEY) != 0);
    }

    /**
     * @param packet ownership passes to this object
     * @param pts presentation time in the input's time base
     * @param duration in the input's time base
     * @param key whether decoding can begin here, whatever the packet says
     */
    VideoPacket(AVPacket packet, long pts, long duration, boolean key) {
        this.packet = packet;
        this.pts = pts;
        this.duration = duration;
        this.key = key;
        this.discard = (packet.flags() & AV_PKT_FLAG_DISCARD) != 0;
        this.size = packet.size();
    }

    /** A second packet over the same, reference counted, bytes. */
    VideoPacket share() {
        return new VideoPacket(av_packet_clone(packet), pts, duration, key);
    }

    AVPacket packet() {
        return packet;
    }

    long pts() {
        return pts;
    }

    /** When the next picture is due, in the input's time base. */
    long end() {
        return pts + duration;
    }

    long duration() {
        return duration;
    }

    boolean key() {
        return key;
    }

    /** Whether the picture is needed to decode others but lies outside what the file wants shown. */
    boolean discard() {
        return discard;
    }

    int size() {
        return size;
    }

    @Override
    public void close() {
        if (packet != null) {
            av_packet_free(packet);
            packet = null;
        }
    }
}
