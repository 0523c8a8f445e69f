package io.facet.connectors.testing;

import java.nio.file.Path;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;

import io.facet.connectors.video.Ffmpeg;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

/** One encoder writing one file, for fixtures. Native memory is freed by {@link #close()}. */
final class TestEncoder implements AutoCloseable {
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVCodecContext encoder;
    private final AVStream stream;

    private TestEncoder(Path file, String container, AVCodec codec, AVCodecContext encoder) {
        this.encoder = encoder;
        Ffmpeg.check(avformat_alloc_output_context2(format, null, container, null), "create " + container);
        format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
        encoder.thread_count(1);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_BITEXACT);
        if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        Ffmpeg.check(
                avcodec_open2(encoder, codec, (PointerPointer<?>) null),
                "open " + codec.name().getString());
        stream = avformat_new_stream(format, null);
        Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), encoder), "copy parameters");
        stream.time_base(encoder.time_base());
        stream.avg_frame_rate(encoder.framerate());
        AVIOContext output = new AVIOContext(null);
        Ffmpeg.check(avio_open(output, "file:" + file, AVIO_FLAG_WRITE), "open " + file);
        format.pb(output);
        Ffmpeg.check(avformat_write_header(format, (PointerPointer<?>) null), "write the header");
    }

    /**
     * @param container FFmpeg's name of the file format
     * @param codecName FFmpeg's name of the encoder
     * @param pixelFormat FFmpeg's name of the pixel format frames will have
     * @param gop key frame distance
     * @param bFrames consecutive B-frames; groups are open where the encoder has open groups
     */
    static TestEncoder video(
            Path file,
            String container,
            String codecName,
            String pixelFormat,
            int width,
            int height,
            int rate,
            int gop,
            int bFrames) {
        AVCodec codec = codec(codecName);
        AVCodecContext encoder = avcodec_alloc_context3(codec);
        int format = av_get_pix_fmt(pixelFormat);
        if (format == AV_PIX_FMT_NONE) {
            throw new IllegalArgumentException("unknown pixel format " + pixelFormat);
        }
        encoder.width(width);
        encoder.height(height);
        encoder.pix_fmt(format);
        encoder.gop_size(gop);
        encoder.max_b_frames(bFrames);
        encoder.bit_rate((long) width * height * rate / 4);
        try (AVRational timeBase = av_make_q(1, rate);
                AVRational frameRate = av_make_q(rate, 1)) {
            encoder.time_base(timeBase);
            encoder.framerate(frameRate);
        }
        return new TestEncoder(file, container, codec, encoder);
    }

    /** A second of silence as raw audio in a file without video. */
    static void silence(Path file) {
        int rate = 8_000;
        AVCodec codec = codec("pcm_s16le");
        AVCodecContext encoder = avcodec_alloc_context3(codec);
        encoder.sample_rate(rate);
        encoder.sample_fmt(AV_SAMPLE_FMT_S16);
        av_channel_layout_default(encoder.ch_layout(), 1);
        try (AVRational timeBase = av_make_q(1, rate)) {
            encoder.time_base(timeBase);
        }
        try (TestEncoder writer = new TestEncoder(file, "matroska", codec, encoder)) {
            AVFrame frame = av_frame_alloc();
            frame.format(AV_SAMPLE_FMT_S16);
            frame.nb_samples(rate);
            frame.sample_rate(rate);
            av_channel_layout_default(frame.ch_layout(), 1);
            Ffmpeg.check(av_frame_get_buffer(frame, 0), "allocate silence");
            frame.data(0).capacity(2L * rate).fill(0);
            frame.pts(0);
            writer.encode(frame);
            av_frame_free(frame);
        }
    }

    private static AVCodec codec(String name) {
        AVCodec codec = avcodec_find_encoder_by_name(name);
        if (codec == null) {
            throw new IllegalStateException("this build of FFmpeg has no encoder " + name);
        }
        return codec;
    }

    static boolean has(String codecName) {
        return avcodec_find_encoder_by_name(codecName) != null;
    }

    /** Encodes a frame whose pts is set; null ends the file. */
    void encode(AVFrame frame) {
        Ffmpeg.check(avcodec_send_frame(encoder, frame), "encode");
        AVPacket packet = av_packet_alloc();
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (Ffmpeg.isAgain(code) || Ffmpeg.isEnd(code)) {
                av_packet_free(packet);
                return;
            }
            Ffmpeg.check(code, "encode");
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(0);
            Ffmpeg.check(av_interleaved_write_frame(format, packet), "write");
        }
    }

    @Override
    public void close() {
        encode(null);
        av_write_trailer(format);
        avio_closep(format.pb());
        avcodec_free_context(encoder);
        avformat_free_context(format);
    }
}
