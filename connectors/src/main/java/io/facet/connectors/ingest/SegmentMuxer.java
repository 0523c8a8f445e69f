package io.facet.connectors.ingest;

import java.util.Arrays;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

import io.facet.connectors.segment.ContainerClock;
import io.facet.connectors.video.Ffmpeg;
import io.facet.domain.video.SegmentHeader.Container;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

/**
 * Packs the packets of one segment into a container in memory. The bytes depend on the packets and their times alone:
 * no dates, no random ids, no version text. Presentation times in the payload begin near 0 and keep the distances of
 * the stream's.
 */
final class SegmentMuxer {

    private SegmentMuxer() {}

    /**
     * Writes a complete container file. All native memory used is freed before returning.
     *
     * @param packets in decoding order; not changed
     * @param pts their presentation times in ticks of the container
     * @param durations their durations in ticks
     */
    static byte[] mux(
            Container container,
            AVCodecParameters parameters,
            AVRational frameRate,
            AVPacket[] packets,
            long[] pts,
            long[] durations) {
        String name = container == Container.MPEGTS ? "mpegts" : "matroska";
        AVFormatContext format = new AVFormatContext(null);
        AVIOContext memory = new AVIOContext(null);
        try (AVRational timeBase = av_make_q(1, ContainerClock.of(container).ticksPerSecond())) {
            Ffmpeg.check(avformat_alloc_output_context2(format, null, name, null), "create a " + name + " writer");
            Ffmpeg.check(avio_open_dyn_buf(memory), "allocate memory for a segment");
            format.pb(memory);
            format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
            AVStream stream = avformat_new_stream(format, null);
            Ffmpeg.check(avcodec_parameters_copy(stream.codecpar(), parameters), "copy codec parameters");
            stream.codecpar().codec_tag(0);
            stream.time_base(timeBase);
            stream.avg_frame_rate(frameRate);
            Ffmpeg.check(avformat_write_header(format, (PointerPointer<?>) null), "begin a " + name + " segment");
            write(format, packets, pts, durations);
            Ffmpeg.check(av_write_trailer(format), "finish a " + name + " segment");
            return take(memory);
        } finally {
            if (!memory.isNull()) {
                take(memory);
            }
            avformat_free_context(format);
        }
    }

    private static void write(AVFormatContext format, AVPacket[] packets, long[] pts, long[] durations) {
        long[] dts = decodingTimes(pts);
        for (int i = 0; i < packets.length; i++) {
            AVPacket packet = av_packet_clone(packets[i]);
            try {
                packet.stream_index(0);
                packet.pos(-1);
                packet.pts(pts[i]);
                packet.dts(dts[i]);
                packet.duration(durations[i]);
                Ffmpeg.check(av_write_frame(format, packet), "write packet %d of a segment".formatted(i));
            } finally {
                av_packet_free(packet);
            }
        }
    }

    /**
     * Decoding times that any demuxer accepts: rising, and never after the presentation time. Those of the input are
     * not used because many files have broken ones, and no decoder needs them.
     */
    static long[] decodingTimes(long[] pts) {
        long[] dts = pts.clone();
        Arrays.sort(dts);
        long early = 0;
        for (int i = 0; i < dts.length; i++) {
            if (i > 0) {
                dts[i] = Math.max(dts[i], dts[i - 1] + 1);
            }
            early = Math.max(early, dts[i] - pts[i]);
        }
        for (int i = 0; i < dts.length; i++) {
            dts[i] -= early;
        }
        return dts;
    }

    private static byte[] take(AVIOContext memory) {
        try (PointerPointer<BytePointer> buffer = new PointerPointer<>(1)) {
            int size = avio_close_dyn_buf(memory, buffer);
            memory.setNull();
            BytePointer bytes = buffer.get(BytePointer.class);
            byte[] copy = new byte[size];
            bytes.get(copy);
            av_free(bytes);
            return copy;
        }
    }
}
