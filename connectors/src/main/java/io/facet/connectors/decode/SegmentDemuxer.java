package io.facet.connectors.decode;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.connectors.video.Ffmpeg;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.SegmentHeader.Container;

import static org.bytedeco.ffmpeg.avcodec.AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

/**
 * A segment's payload in native memory, taken apart into packets. Nothing but that memory can be reached from inside
 * it: FFmpeg gets no file name and no protocol, and the format is the header's, not guessed.
 *
 * <p>Native memory: a copy of the payload, the demuxer and the packets; allocated by {@link #open}, owned by this object,
 * valid until {@link #close()}. One thread.
 */
final class SegmentDemuxer implements AutoCloseable {
    /** Enough for the tables at the head of a transport stream; streams are not analysed beyond that. */
    private static final int PROBE_BYTES = 32 * 1024;

    /** The most pictures any codec reorders over. */
    private static final int MAX_REORDER = 16;

    private final List<AVPacket> packets = new ArrayList<>();
    private AVFormatContext format;
    private AVIOContext memory;
    private AVStream stream;
    private long firstPts = Long.MAX_VALUE;
    private long lastPts = Long.MIN_VALUE;
    private boolean closed;

    private SegmentDemuxer() {}

    /**
     * Reads all video packets of a payload.
     *
     * @throws SegmentRefusedException {@link Refusal#UNREADABLE_CONTAINER}, {@link Refusal#DECODE_ERROR} for damaged
     *     packets, {@link Refusal#NO_FRAMES}, {@link Refusal#LIMIT_EXCEEDED} for too many or
     *     too large ones, see {@link DecodeLimits#maxPacketBytes}
     */
    static SegmentDemuxer open(Container container, byte[] payload, DecodeLimits limits)
            throws SegmentRefusedException {
        SegmentDemuxer demuxer = new SegmentDemuxer();
        boolean opened = false;
        try {
            demuxer.openContainer(container, payload);
            demuxer.findVideo(container);
            demuxer.readPackets(limits, limits.maxPacketBytes(payload.length));
            opened = true;
            return demuxer;
        } finally {
            if (!opened) {
                demuxer.close();
            }
        }
    }

    private void openContainer(Container container, byte[] payload) throws SegmentRefusedException {
        String name = container == Container.MPEGTS ? "mpegts" : "matroska";
        BytePointer buffer = new BytePointer(av_malloc((long) payload.length + AV_INPUT_BUFFER_PADDING_SIZE));
        buffer.put(payload, 0, payload.length);
        // Without a read function FFmpeg takes the buffer for the whole input and seeks inside it.
        memory = avio_alloc_context(buffer, payload.length, 0, null, null, null, null);
        format = avformat_alloc_context();
        format.pb(memory);
        format.flags(format.flags() | AVFMT_FLAG_CUSTOM_IO);
        format.probesize(PROBE_BYTES);
        AVDictionary options = new AVDictionary(null);
        try {
            av_dict_set(options, "protocol_whitelist", "none", 0);
            int code = avformat_open_input(format, (String) null, av_find_input_format(name), options);
            if (code < 0) {
                throw new SegmentRefusedException(
                        Refusal.UNREADABLE_CONTAINER,
                        "expected a %s payload, found %d bytes that cannot be opened as one (%s)"
                                .formatted(name, payload.length, Ffmpeg.reason(code)));
            }
        } finally {
            av_dict_free(options);
        }
    }

    private void findVideo(Container container) throws SegmentRefusedException {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < format.nb_streams(); i++) {
            AVStream candidate = format.streams(i);
            if (stream == null && candidate.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                stream = candidate;
                continue;
            }
            candidate.discard(AVDISCARD_ALL);
            found.add(avcodec_get_name(candidate.codecpar().codec_id()).getString());
        }
        if (stream == null) {
            throw new SegmentRefusedException(
                    Refusal.UNREADABLE_CONTAINER,
                    "expected a video stream in the %s payload, found %s"
                            .formatted(
                                    container == Container.MPEGTS ? "mpegts" : "matroska",
                                    found.isEmpty() ? "no stream" : "only " + String.join(", ", found)));
        }
    }

    private void readPackets(DecodeLimits limits, long maxBytes) throws SegmentRefusedException {
        AVPacket packet = av_packet_alloc();
        long bytes = 0;
        try {
            while (av_read_frame(format, packet) >= 0) {
                if (packet.stream_index() != stream.index()) {
                    av_packet_unref(packet);
                    continue;
                }
                accept(packet, limits);
                bytes += packet.size();
                if (bytes > maxBytes) {
                    throw new SegmentRefusedException(
                            Refusal.LIMIT_EXCEEDED,
                            "expected packets of at most %d bytes in all, found %d in the first %d"
                                    .formatted(maxBytes, bytes, packets.size() + 1));
                }
                packets.add(packet);
                packet = av_packet_alloc();
            }
        } finally {
            av_packet_free(packet);
        }
        if (packets.isEmpty()) {
            throw new SegmentRefusedException(
                    Refusal.NO_FRAMES, "expected at least one frame, found a %s stream without any".formatted(codec()));
        }
    }

    private void accept(AVPacket packet, DecodeLimits limits) throws SegmentRefusedException {
        if (packets.size() == limits.maxFrames()) {
            throw new SegmentRefusedException(
                    Refusal.LIMIT_EXCEEDED, "expected at most %d frames, found more".formatted(limits.maxFrames()));
        }
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
            throw new SegmentRefusedException(
                    Refusal.DECODE_ERROR,
                    "expected intact packets, found packet %d damaged; 0 frames were delivered"
                            .formatted(packets.size()));
        }
        if (packet.pts() == AV_NOPTS_VALUE) {
            packet.pts(packet.dts());
        }
        if (packet.pts() == AV_NOPTS_VALUE) {
            throw new SegmentRefusedException(
                    Refusal.UNREADABLE_CONTAINER,
                    "expected a presentation time on every packet, found none on packet %d".formatted(packets.size()));
        }
        firstPts = Math.min(firstPts, packet.pts());
        lastPts = Math.max(lastPts, packet.pts());
    }

    /** All video packets in decoding order, at least one; owned by this object. */
    List<AVPacket> packets() {
        return packets;
    }

    /** Smallest presentation time among the packets, in ticks of the container. */
    long firstPts() {
        return firstPts;
    }

    /** Largest presentation time among the packets, in ticks of the container. */
    long lastPts() {
        return lastPts;
    }

    /** FFmpeg's name of the codec. */
    String codec() {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    /** Parameters of the video stream; valid until {@link #close()}. */
    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    /**
     * Size of the first picture as its own headers say, before anything is decoded; 0x0 where FFmpeg's parser of the
     * codec does not tell.
     */
    PictureSize firstPicture() {
        AVCodecParserContext parser = av_parser_init(stream.codecpar().codec_id());
        if (parser == null) {
            return new PictureSize(0, 0);
        }
        AVCodecContext scratch = avcodec_alloc_context3(null);
        try (PointerPointer<BytePointer> out = new PointerPointer<>(1);
                IntPointer size = new IntPointer(1)) {
            avcodec_parameters_to_context(scratch, stream.codecpar());
            parser.flags(parser.flags() | PARSER_FLAG_COMPLETE_FRAMES);
            AVPacket first = packets.get(0);
            av_parser_parse2(parser, scratch, out, size, first.data(), first.size(), first.pts(), first.dts(), 0);
            return new PictureSize(
                    Math.max(parser.width(), scratch.width()), Math.max(parser.height(), scratch.height()));
        } finally {
            av_parser_close(parser);
            avcodec_free_context(scratch);
        }
    }

    /** In pixels. */
    record PictureSize(int width, int height) {}

    /**
     * How many pictures a decoder must hold back to put them in presentation order: the most packets that come before a
     * packet but are shown after it.
     */
    int reorderDepth() {
        int depth = 0;
        for (int i = 0; i < packets.size(); i++) {
            long pts = packets.get(i).pts();
            int later = 0;
            for (int j = Math.max(0, i - MAX_REORDER); j < i; j++) {
                later += packets.get(j).pts() > pts ? 1 : 0;
            }
            depth = Math.max(depth, later);
        }
        return depth;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (AVPacket packet : packets) {
            av_packet_free(packet);
        }
        packets.clear();
        if (format != null && !format.isNull()) {
            avformat_close_input(format);
        }
        if (memory != null) {
            av_free(memory.buffer());
            avio_context_free(memory);
        }
    }
}
