package io.facet.connectors.video;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

/**
 * Writes pictures to an H.264 MP4 that browsers play and begin to play before it is loaded. The same pictures give the
 * same bytes. Pictures are made smaller, keeping their shape, where the encoder's largest frame demands it; odd sizes
 * lose a line.
 *
 * <p>Native memory: encoder, converter and one picture; allocated by {@link #open}, owned by this object, freed by
 * {@link #close()}. One thread.
 */
public final class VideoWriter implements AutoCloseable {
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int TIME_BASE = 90_000;
    private static final int NOMINAL_RATE = 25;
    private static final int GOP = 2 * NOMINAL_RATE;
    private static final double BITS_PER_PIXEL = 0.15;
    /** Within what H.264 level 5.1, the encoder's and most players' highest, allows: 36,864 blocks of 16x16. */
    private static final double MAX_PIXELS = 3_840 * 2_160;

    private static final double MAX_SIDE = 4_096;

    private final Path file;
    private final int sourceWidth;
    private final int sourceHeight;
    private final AVFormatContext format;
    private AVCodecContext encoder;
    private AVStream stream;
    private SwsContext converter;
    private AVFrame frame;
    private BytePointer pixels;
    private long lastPts = -1;
    private boolean headerWritten;
    private boolean closed;

    private VideoWriter(Path file, int width, int height) {
        this.file = file;
        this.sourceWidth = width;
        this.sourceHeight = height;
        this.format = new AVFormatContext(null);
    }

    /**
     * Creates or replaces a file.
     *
     * @param width of every picture, pixels
     * @param height of every picture, pixels
     * @throws IOException if it cannot be written
     */
    public static VideoWriter open(Path file, int width, int height) throws IOException {
        if (width < 2 || height < 2) {
            throw new IllegalArgumentException("pictures must be at least 2x2, got %dx%d".formatted(width, height));
        }
        VideoWriter writer = new VideoWriter(file, width, height);
        try {
            writer.start();
            return writer;
        } catch (FfmpegException e) {
            writer.free();
            throw writer.failed(e);
        }
    }

    private void start() {
        // The writer opens the file a second time to move the index to the front.
        String url = "file:" + file;
        Ffmpeg.check(avformat_alloc_output_context2(format, null, "mp4", url), "create an MP4 writer");
        format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
        double shrink = Math.min(
                1,
                Math.min(
                        MAX_SIDE / Math.max(sourceWidth, sourceHeight),
                        Math.sqrt(MAX_PIXELS / ((double) sourceWidth * sourceHeight))));
        openEncoder(even(sourceWidth * shrink), even(sourceHeight * shrink));
        openConverter();
        stream = avformat_new_stream(format, null);
        Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), encoder), "copy codec parameters");
        stream.time_base(encoder.time_base());
        AVIOContext output = new AVIOContext(null);
        Ffmpeg.check(avio_open(output, url, AVIO_FLAG_WRITE), "open the file");
        format.pb(output);
        AVDictionary options = new AVDictionary(null);
        try {
            av_dict_set(options, "movflags", "+faststart", 0);
            Ffmpeg.check(avformat_write_header(format, options), "write the header");
            headerWritten = true;
        } finally {
            av_dict_free(options);
        }
    }

    private static int even(double side) {
        return Math.max(2, (int) side & ~1);
    }

    private void openEncoder(int width, int height) {
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_H264);
        encoder = avcodec_alloc_context3(codec);
        encoder.width(width);
        encoder.height(height);
        encoder.pix_fmt(AV_PIX_FMT_YUV420P);
        encoder.colorspace(AVCOL_SPC_SMPTE170M);
        encoder.color_range(AVCOL_RANGE_MPEG);
        encoder.gop_size(GOP);
        encoder.max_b_frames(0);
        encoder.bit_rate((long) (BITS_PER_PIXEL * width * height * NOMINAL_RATE));
        encoder.thread_count(1);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER);
        try (AVRational timeBase = av_make_q(1, TIME_BASE);
                AVRational rate = av_make_q(NOMINAL_RATE, 1)) {
            encoder.time_base(timeBase);
            encoder.framerate(rate);
        }
        Ffmpeg.check(
                avcodec_open2(encoder, codec, (PointerPointer<?>) null),
                "open the H.264 encoder for %dx%d".formatted(width, height));
    }

    private void openConverter() {
        converter = sws_getContext(
                sourceWidth,
                sourceHeight,
                AV_PIX_FMT_BGR24,
                encoder.width(),
                encoder.height(),
                AV_PIX_FMT_YUV420P,
                SWS_AREA | SWS_ACCURATE_RND | SWS_BITEXACT,
                null,
                null,
                (DoublePointer) null);
        frame = av_frame_alloc();
        frame.width(encoder.width());
        frame.height(encoder.height());
        frame.format(AV_PIX_FMT_YUV420P);
        Ffmpeg.check(av_frame_get_buffer(frame, 0), "allocate a picture");
        pixels = new BytePointer((long) sourceWidth * sourceHeight * 3);
    }

    /**
     * Adds a picture.
     *
     * @param image {@link BufferedImage#TYPE_3BYTE_BGR} of the size given to {@link #open}; not changed
     * @param ptsUs when it is shown, microseconds; rising. The first picture should be at 0
     * @throws IOException if it cannot be written
     */
    public void write(BufferedImage image, long ptsUs) throws IOException {
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR
                || image.getWidth() != sourceWidth
                || image.getHeight() != sourceHeight) {
            throw new IllegalArgumentException("expected a TYPE_3BYTE_BGR picture of %dx%d, got type %d of %dx%d"
                    .formatted(sourceWidth, sourceHeight, image.getType(), image.getWidth(), image.getHeight()));
        }
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        if (bgr.length != pixels.capacity()) {
            throw new IllegalArgumentException("expected a picture with pixels of its own, got a part of a larger one");
        }
        long pts = Math.max(lastPts + 1, ptsUs * TIME_BASE / MICROS_PER_SECOND);
        lastPts = pts;
        try {
            pixels.put(bgr, 0, bgr.length);
            Ffmpeg.check(av_frame_make_writable(frame), "allocate a picture");
            // The converter reads four planes, whatever the format.
            try (PointerPointer<BytePointer> planes = new PointerPointer<>(pixels, null, null, null);
                    IntPointer strides = new IntPointer(3 * sourceWidth, 0, 0, 0)) {
                Ffmpeg.check(
                        sws_scale(converter, planes, strides, 0, sourceHeight, frame.data(), frame.linesize()),
                        "convert a picture");
            }
            frame.pts(pts);
            Ffmpeg.check(avcodec_send_frame(encoder, frame), "encode a picture");
            drain();
        } catch (FfmpegException e) {
            throw failed(e);
        }
    }

    private void drain() {
        AVPacket packet = av_packet_alloc();
        try {
            while (true) {
                int code = avcodec_receive_packet(encoder, packet);
                if (Ffmpeg.isAgain(code) || Ffmpeg.isEnd(code)) {
                    return;
                }
                Ffmpeg.check(code, "encode a picture");
                // Only the last picture's counts: the others last until the next.
                packet.duration(TIME_BASE / NOMINAL_RATE);
                av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
                packet.stream_index(stream.index());
                Ffmpeg.check(av_interleaved_write_frame(format, packet), "write a picture");
            }
        } finally {
            av_packet_free(packet);
        }
    }

    /**
     * Finishes the file. Idempotent.
     *
     * @throws IOException if the rest cannot be written
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            if (headerWritten) {
                avcodec_send_frame(encoder, null);
                drain();
                Ffmpeg.check(av_write_trailer(format), "finish the file");
            }
        } catch (FfmpegException e) {
            throw failed(e);
        } finally {
            free();
        }
    }

    private IOException failed(FfmpegException e) {
        return new IOException("video %s: %s".formatted(file, e.getMessage()), e);
    }

    private void free() {
        closed = true;
        if (encoder != null) {
            avcodec_free_context(encoder);
        }
        if (converter != null) {
            sws_freeContext(converter);
        }
        if (frame != null) {
            av_frame_free(frame);
        }
        if (pixels != null) {
            pixels.close();
        }
        if (!format.isNull()) {
            if (format.pb() != null) {
                avio_closep(format.pb());
            }
            avformat_free_context(format);
        }
    }
}
