package io.facet.connectors.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

import javax.imageio.ImageIO;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

/**
 * Renders clips with "faces": filled circles of colour {@link #FACE} on {@link #BACKGROUND}, 48 to 96 pixels wide, their
 * centres at least 120 pixels apart, moving together on a small closed path. The same clip gives the same file.
 *
 * @param width frame width in pixels
 * @param height frame height in pixels
 * @param rate frames per second
 * @param frames number of frames
 * @param facesAt how many faces frame {@code i} shows
 */
public record TestVideo(int width, int height, int rate, int frames, IntUnaryOperator facesAt) {
    public static final Color FACE = new Color(230, 30, 200);
    public static final Color BACKGROUND = new Color(40, 40, 40);

    private static final int SPACING = 140;
    private static final int MARGIN = 80;
    private static final int AMPLITUDE = 16;
    private static final int SMALLEST = 48;
    private static final int STEP = 24;
    private static final int SIZES = 3;

    /** Kinds of files that can be rendered. */
    public enum Format {
        /** H.264 without B-frames; a key frame each half second. */
        H264_MP4("mp4", "mp4", "libopenh264", "yuv420p", 0),
        /** MPEG-4 part 2 with B-frames. */
        MPEG4_MP4("mp4", "mp4", "mpeg4", "yuv420p", 2),
        /** MPEG-2 with B-frames and open groups of pictures. */
        MPEG2_TS("ts", "mpegts", "mpeg2video", "yuv420p", 2),
        MJPEG_AVI("avi", "avi", "mjpeg", "yuvj420p", 0),
        VP8_WEBM("webm", "webm", "libvpx", "yuv420p", 0),
        FFV1_MKV("mkv", "matroska", "ffv1", "yuv444p", 0),
        GIF("gif", "gif", "gif", "bgr8", 0),
        /** One frame. */
        PNG("png", null, "png", null, 0),
        /** One frame. */
        JPEG("jpg", null, "mjpeg", null, 0);

        private final String extension;
        private final String container;
        private final String codec;
        private final String pixels;
        private final int bFrames;

        Format(String extension, String container, String codec, String pixels, int bFrames) {
            this.extension = extension;
            this.container = container;
            this.codec = codec;
            this.pixels = pixels;
            this.bFrames = bFrames;
        }

        /** File name extension without dot. */
        public String extension() {
            return extension;
        }

        /** Whether this build of FFmpeg can render it. */
        public boolean available() {
            return container == null || TestEncoder.has(codec);
        }
    }

    /**
     * A face as it was drawn.
     *
     * @param x of its centre
     * @param y of its centre
     * @param diameter in pixels
     */
    public record Face(int x, int y, int diameter) {}

    /** 320×256, 25 frames a second, the same number of faces all the time (at most 2). */
    public static TestVideo of(int frames, int faces) {
        return new TestVideo(320, 256, 25, frames, frame -> faces);
    }

    /** The same with other dimensions: more room for more faces. */
    public TestVideo sized(int otherWidth, int otherHeight) {
        return new TestVideo(otherWidth, otherHeight, rate, frames, facesAt);
    }

    /** The same with a number of faces that changes. */
    public TestVideo withFaces(IntUnaryOperator otherFacesAt) {
        return new TestVideo(width, height, rate, frames, otherFacesAt);
    }

    /** The faces of a frame, left to right, top to bottom. */
    public List<Face> faces(int frame) {
        int columns = places(width);
        int count = facesAt.applyAsInt(frame);
        if (count > columns * places(height)) {
            throw new IllegalArgumentException("a %dx%d frame has room for %d faces, got %d"
                    .formatted(width, height, columns * places(height), count));
        }
        int dx = wave(frame, 40);
        int dy = wave(frame + 13, 52);
        List<Face> faces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int x = first(width) + SPACING * (i % columns) + dx;
            int y = first(height) + SPACING * (i / columns) + dy;
            faces.add(new Face(x, y, SMALLEST + STEP * (i % SIZES)));
        }
        return faces;
    }

    private static int places(int side) {
        return Math.max(1, (side - 2 * MARGIN) / SPACING + 1);
    }

    private static int first(int side) {
        return (side - SPACING * (places(side) - 1)) / 2;
    }

    /** A triangle between -AMPLITUDE and AMPLITUDE. */
    private static int wave(int frame, int period) {
        int phase = Math.floorMod(frame, period);
        int up = phase < period / 2 ? phase : period - phase;
        return 4 * AMPLITUDE * up / period - AMPLITUDE;
    }

    /** A frame as it was drawn, {@link BufferedImage#TYPE_3BYTE_BGR}. */
    public BufferedImage image(int frame) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(FACE);
        for (Face face : faces(frame)) {
            int radius = face.diameter() / 2;
            graphics.fillOval(face.x() - radius, face.y() - radius, face.diameter(), face.diameter());
        }
        graphics.dispose();
        return image;
    }

    /**
     * Renders the clip into a folder.
     *
     * @return the file, {@code name} plus the format's extension
     */
    public Path write(Path folder, String name, Format format) {
        Path file = folder.resolve(name + "." + format.extension());
        if (format.container == null) {
            try {
                ImageIO.write(image(0), format.extension(), file.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return file;
        }
        int gop = Math.max(1, rate / 2);
        try (TestEncoder encoder = TestEncoder.video(
                file, format.container, format.codec, format.pixels, width, height, rate, gop, format.bFrames)) {
            encodeAll(encoder, format.pixels);
        }
        return file;
    }

    private void encodeAll(TestEncoder encoder, String pixels) {
        int pixelFormat = av_get_pix_fmt(pixels);
        AVFrame frame = av_frame_alloc();
        frame.width(width);
        frame.height(height);
        frame.format(pixelFormat);
        av_frame_get_buffer(frame, 0);
        SwsContext converter = sws_getContext(
                width,
                height,
                avutil.AV_PIX_FMT_BGR24,
                width,
                height,
                pixelFormat,
                SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT,
                null,
                null,
                (DoublePointer) null);
        try (BytePointer bgr = new BytePointer(3L * width * height);
                PointerPointer<BytePointer> planes = new PointerPointer<>(bgr, null, null, null);
                IntPointer strides = new IntPointer(3 * width, 0, 0, 0)) {
            for (int i = 0; i < frames; i++) {
                byte[] bytes = ((DataBufferByte) image(i).getRaster().getDataBuffer()).getData();
                bgr.put(bytes, 0, bytes.length);
                av_frame_make_writable(frame);
                sws_scale(converter, planes, strides, 0, height, frame.data(), frame.linesize());
                frame.pts(i);
                encoder.encode(frame);
            }
        } finally {
            av_frame_free(frame);
            sws_freeContext(converter);
        }
    }

    /** A file without a byte. */
    public static Path empty(Path file) {
        return bytes(file, new byte[0]);
    }

    /** Prose, whatever the name says. */
    public static Path text(Path file) {
        return bytes(
                file,
                "This is not a video, whatever its name says.\n".repeat(200).getBytes(UTF_8));
    }

    /** The first bytes of a file, in a file beside it. */
    public static Path truncated(Path file, double share) {
        try {
            byte[] all = Files.readAllBytes(file);
            Path cut = file.resolveSibling("truncated-" + file.getFileName());
            return bytes(cut, Arrays.copyOf(all, (int) (all.length * share)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Matroska file with a second of silence and no video. */
    public static Path audioOnly(Path file) {
        TestEncoder.silence(file);
        return file;
    }

    /** A copy with bytes changed at places drawn from a seed, none among the first {@code spared}. */
    public static byte[] flipped(byte[] payload, int count, int spared, long seed) {
        byte[] damaged = payload.clone();
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            damaged[spared + random.nextInt(damaged.length - spared)] ^= (byte) (1 + random.nextInt(255));
        }
        return damaged;
    }

    private static Path bytes(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
