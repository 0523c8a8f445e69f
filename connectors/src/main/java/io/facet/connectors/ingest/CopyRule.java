package io.facet.connectors.ingest;

import java.util.Optional;

import io.facet.domain.video.SegmentHeader.Container;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;

/**
 * How a codec's packets are carried without decoding them.
 *
 * @param container what carries them
 * @param filters FFmpeg bit stream filters that make each key frame decodable on its own: parameter sets that files
 *     keep in their header are put in front of it
 */
record CopyRule(Container container, String filters) {
    private static final String NO_FILTER = "null";

    /** The rule for an FFmpeg codec id; empty when its packets cannot be carried. */
    static Optional<CopyRule> of(int codecId) {
        return Optional.ofNullable(
                switch (codecId) {
                    // h264_mp4toannexb serves IDR pictures only; key frames of open GOPs get theirs from dump_extra.
                    case AV_CODEC_ID_H264 ->
                        new CopyRule(Container.MPEGTS, "h264_mp4toannexb,dump_extra=freq=keyframe");
                    case AV_CODEC_ID_HEVC -> new CopyRule(Container.MPEGTS, "hevc_mp4toannexb");
                    case AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MPEG4 ->
                        new CopyRule(Container.MPEGTS, "dump_extra=freq=keyframe");
                    case AV_CODEC_ID_VP8,
                            AV_CODEC_ID_VP9,
                            AV_CODEC_ID_AV1,
                            AV_CODEC_ID_MJPEG,
                            AV_CODEC_ID_PNG,
                            AV_CODEC_ID_FFV1 -> new CopyRule(Container.MATROSKA, NO_FILTER);
                    default -> null;
                });
    }

    /** The rule for what is encoded anew. */
    static CopyRule ofEncoded() {
        return new CopyRule(Container.MATROSKA, NO_FILTER);
    }
}
