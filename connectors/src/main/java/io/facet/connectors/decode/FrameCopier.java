package io.facet.connectors.decode;

import java.nio.ByteBuffer;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

import io.facet.connectors.video.Ffmpeg;
import io.facet.connectors.video.FfmpegException;
import io.facet.domain.video.YuvImage;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

/**
 * Copies decoded frames to the Java heap as 8-bit 4:2:0. Other pixel formats are converted first; samples that need no
 * conversion are not touched. Frames that do not say their colour matrix get BT.709 from 720 lines on, else BT.601;
 * BT.2020 is treated as BT.709, its nearest; RGB becomes BT.601, limited range.
 *
 * <p>Native memory: a converter and one frame, allocated when first needed, owned by this object, freed by
 * {@link #close()}. One thread.
 */
final class FrameCopier implements AutoCloseable {
    private static final int HD_LINES = 720;
    private static final int UNITY = 1 << 16;

    private SwsContext converter;
    private AVFrame converted;

    /** Copies a frame. */
    YuvImage copy(AVFrame frame) {
        int format = frame.format();
        boolean rgb = isRgb(format);
        YuvImage.Matrix matrix = matrix(frame, rgb);
        boolean fullRange = !rgb && isFullRange(frame);
        if (format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P) {
            return planes(frame, matrix, fullRange);
        }
        return planes(convert(frame, matrix, fullRange), matrix, fullRange);
    }

    private static boolean isRgb(int format) {
        return format == AV_PIX_FMT_PAL8 || (av_pix_fmt_desc_get(format).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
    }

    private static YuvImage.Matrix matrix(AVFrame frame, boolean rgb) {
        int space = frame.colorspace();
        if (rgb) {
            return YuvImage.Matrix.BT601;
        }
        if (space == AVCOL_SPC_UNSPECIFIED) {
            return frame.height() >= HD_LINES ? YuvImage.Matrix.BT709 : YuvImage.Matrix.BT601;
        }
        boolean wide = space == AVCOL_SPC_BT709 || space == AVCOL_SPC_BT2020_NCL || space == AVCOL_SPC_BT2020_CL;
        return wide ? YuvImage.Matrix.BT709 : YuvImage.Matrix.BT601;
    }

    private static boolean isFullRange(AVFrame frame) {
        int format = frame.format();
        boolean jpegFormat = format == AV_PIX_FMT_YUVJ420P
                || format == AV_PIX_FMT_YUVJ422P
                || format == AV_PIX_FMT_YUVJ444P
                || format == AV_PIX_FMT_YUVJ440P
                || format == AV_PIX_FMT_YUVJ411P;
        boolean grayImage = format == AV_PIX_FMT_GRAY8 && frame.color_range() == AVCOL_RANGE_UNSPECIFIED;
        return jpegFormat || grayImage || frame.color_range() == AVCOL_RANGE_JPEG;
    }

    private AVFrame convert(AVFrame frame, YuvImage.Matrix matrix, boolean fullRange) {
        int width = frame.width();
        int height = frame.height();
        int flags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INP;
        converter = sws_getCachedContext(
                converter,
                width,
                height,
                frame.format(),
                width,
                height,
                AV_PIX_FMT_YUV420P,
                flags,
                null,
                null,
                (DoublePointer) null);
        if (converter == null) {
            throw new FfmpegException("convert pixel format " + frame.format(), AVERROR_EINVAL());
        }
        IntPointer coefficients = sws_getCoefficients(matrix == YuvImage.Matrix.BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
        int range = fullRange ? 1 : 0;
        sws_setColorspaceDetails(converter, coefficients, range, coefficients, range, 0, UNITY, UNITY);
        if (converted == null || converted.width() != width || converted.height() != height) {
            allocate(width, height);
        }
        Ffmpeg.check(
                sws_scale(converter, frame.data(), frame.linesize(), 0, height, converted.data(), converted.linesize()),
                "convert a frame");
        return converted;
    }

    /** Leaves no frame behind that has a size but no memory. */
    private void allocate(int width, int height) {
        if (converted != null) {
            av_frame_free(converted);
            converted = null;
        }
        AVFrame fresh = av_frame_alloc();
        fresh.width(width);
        fresh.height(height);
        fresh.format(AV_PIX_FMT_YUV420P);
        int code = av_frame_get_buffer(fresh, 0);
        if (code < 0) {
            av_frame_free(fresh);
        }
        Ffmpeg.check(code, "allocate a %dx%d frame".formatted(width, height));
        converted = fresh;
    }

    private static YuvImage planes(AVFrame frame, YuvImage.Matrix matrix, boolean fullRange) {
        int width = frame.width();
        int height = frame.height();
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        return new YuvImage(
                width,
                height,
                plane(frame, 0, width, height),
                plane(frame, 1, chromaWidth, chromaHeight),
                plane(frame, 2, chromaWidth, chromaHeight),
                matrix,
                fullRange);
    }

    private static byte[] plane(AVFrame frame, int index, int width, int height) {
        int stride = frame.linesize(index);
        byte[] plane = new byte[width * height];
        BytePointer data = frame.data(index);
        if (stride < 0) { // Stored bottom up: the pointer is at the last row in memory.
            for (int row = 0; row < height; row++) {
                data.position((long) row * stride).get(plane, row * width, width);
            }
            return plane;
        }
        ByteBuffer rows = data.capacity((long) stride * (height - 1) + width).asBuffer();
        if (stride == width) {
            rows.get(plane);
            return plane;
        }
        for (int row = 0; row < height; row++) {
            rows.get(row * stride, plane, row * width, width);
        }
        return plane;
    }

    @Override
    public void close() {
        if (converter != null) {
            sws_freeContext(converter);
            converter = null;
        }
        if (converted != null) {
            av_frame_free(converted);
            converted = null;
        }
    }
}
