package io.facet.connectors.ingest;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

import io.facet.connectors.video.Ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CONFIG_PIX_FORMAT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_best_pix_fmt_of_list;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_supported_config;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

/**
 * Encodes the frames of one segment as FFV1. Pixels keep their format where FFV1 has it, else they are converted to the
 * nearest it has.
 *
 * <p>Native memory: encoder and finished packets; owned by this object until {@link #finish} hands the packets over or
 * {@link #close()} frees all.
 */
final class Ffv1Encoder implements AutoCloseable {
    private final int width;
    private final int height;
    private final int sourceFormat;
    private final AVCodecContext encoder;
    private final List<VideoPacket> packets = new ArrayList<>();
    private SwsContext converter;
    private AVFrame converted;
    private long bytes;
    private boolean closed;

    /** An encoder for frames like this one. */
    Ffv1Encoder(AVFrame like, AVRational timeBase, AVRational frameRate) {
        width = like.width();
        height = like.height();
        sourceFormat = like.format();
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_FFV1);
        encoder = avcodec_alloc_context3(codec);
        int format = nearestFormat(codec, sourceFormat);
        encoder.width(width);
        encoder.height(height);
        encoder.pix_fmt(format);
        encoder.color_range(like.color_range());
        encoder.colorspace(like.colorspace());
        encoder.time_base(timeBase);
        encoder.framerate(frameRate);
        encoder.gop_size(1);
        encoder.thread_count(1);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_BITEXACT);
        Ffmpeg.check(avcodec_open2(encoder, codec, (PointerPointer<?>) null), "open the FFV1 encoder");
        if (format != sourceFormat) {
            prepareConversion(format);
        }
    }

    private static int nearestFormat(AVCodec codec, int format) {
        try (PointerPointer<IntPointer> formats = new PointerPointer<>(1)) {
            Ffmpeg.check(
                    avcodec_get_supported_config(
                            null, codec, AV_CODEC_CONFIG_PIX_FORMAT, 0, formats, (IntPointer) null),
                    "list the pixel formats of FFV1");
            return avcodec_find_best_pix_fmt_of_list(formats.get(IntPointer.class), format, 0, null);
        }
    }

    private void prepareConversion(int format) {
        int flags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT;
        converter = sws_getContext(
                width, height, sourceFormat, width, height, format, flags, null, null, (DoublePointer) null);
        converted = av_frame_alloc();
        converted.width(width);
        converted.height(height);
        converted.format(format);
        Ffmpeg.check(av_frame_get_buffer(converted, 0), "allocate a %dx%d frame".formatted(width, height));
    }

    /** Whether a frame has the size and format this encoder was opened for. */
    boolean accepts(AVFrame frame) {
        return frame.width() == width && frame.height() == height && frame.format() == sourceFormat;
    }

    /** Encodes one frame. */
    void encode(AVFrame frame, long pts, long duration) {
        AVFrame source = frame;
        if (converter != null) {
            Ffmpeg.check(sws_scale_frame(converter, converted, frame), "convert a frame");
            source = converted;
        }
        source.pts(pts);
        Ffmpeg.check(avcodec_send_frame(encoder, source), "encode a frame");
        AVPacket packet = av_packet_alloc();
        int code = avcodec_receive_packet(encoder, packet);
        if (code < 0) {
            av_packet_free(packet);
        }
        // FFV1 has no delay: a frame in is a packet out.
        Ffmpeg.check(code, "encode a frame");
        bytes += packet.size();
        packets.add(new VideoPacket(packet, pts, duration));
    }

    long firstPts() {
        return packets.get(0).pts();
    }

    /** Compressed bytes so far. */
    long bytes() {
        return bytes;
    }

    /** Closes this encoder and hands over what it made. */
    Encoded finish(long end) {
        AVCodecParameters parameters = avcodec_parameters_alloc();
        avcodec_parameters_from_context(parameters, encoder);
        Encoded encoded = new Encoded(List.copyOf(packets), end, parameters);
        packets.clear();
        close();
        return encoded;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        packets.forEach(VideoPacket::close);
        avcodec_free_context(encoder);
        if (converter != null) {
            sws_freeContext(converter);
            av_frame_free(converted);
        }
    }
}
