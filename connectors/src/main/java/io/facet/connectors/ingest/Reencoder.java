package io.facet.connectors.ingest;

import java.util.Optional;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

import io.facet.connectors.video.Ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

/**
 * Decodes an input and encodes it anew as FFV1, which is lossless and has key frames only, so that it can be cut
 * anywhere. For what no container of ours carries (GIF, WebP, …) and for streams whose key frames are too far apart.
 *
 * <p>Native memory: a decoder and the frames of the segment being made; owned by this object, freed by
 * {@link #close()}.
 */
final class Reencoder implements AutoCloseable {
    private static final int EARLY_CUT_SHARE = 4;
    /** 64 megapixels: no frame larger than this is decoded here. */
    private static final long MAX_PIXELS = 64L << 20;

    private final MediaInput input;
    private final int maxBytes;
    private final long targetDuration;
    private final AVFrame frame;
    private AVCodecContext decoder;
    private Ffv1Encoder encoder;
    private boolean pendingFrame;
    private boolean flushing;
    private long lastPts = Long.MIN_VALUE;
    private long lastDuration;
    private long damagedFrames;

    Reencoder(MediaInput input, SegmenterOptions options) throws IngestException {
        this.input = input;
        this.maxBytes = options.maxSegmentBytes();
        this.targetDuration = input.unitsOf(options.targetDuration());
        this.frame = av_frame_alloc();
        AVCodec codec = avcodec_find_decoder(input.parameters().codec_id());
        if (codec == null) {
            av_frame_free(frame);
            throw new IngestException(
                    "%s: expected a codec FFmpeg can decode, found %s".formatted(input.path(), input.codec()));
        }
        this.decoder = avcodec_alloc_context3(codec);
        Ffmpeg.check(avcodec_parameters_to_context(decoder, input.parameters()), "copy codec parameters");
        decoder.pkt_timebase(input.timeBase());
        decoder.flags(decoder.flags() | AV_CODEC_FLAG_BITEXACT);
        decoder.thread_count(1);
        decoder.max_pixels(MAX_PIXELS);
        Ffmpeg.check(avcodec_open2(decoder, codec, (PointerPointer<?>) null), "open the decoder of " + input.codec());
    }

    /** The next segment, which the caller closes; empty at the end. */
    Optional<Encoded> next() {
        while (pendingFrame || receive()) {
            pendingFrame = true;
            long pts = presentationTime();
            if (encoder == null) {
                encoder = new Ffv1Encoder(frame, input.timeBase(), input.frameRate());
            } else if (isDue(pts) || !encoder.accepts(frame)) {
                return finish(pts);
            }
            lastDuration = frame.duration() > 0 ? frame.duration() : input.nominalDuration();
            encoder.encode(frame, pts, lastDuration);
            lastPts = pts;
            pendingFrame = false;
            av_frame_unref(frame);
        }
        return encoder == null ? Optional.empty() : finish(lastPts + lastDuration);
    }

    /** Frames that could not be decoded. */
    long damagedFrames() {
        return damagedFrames;
    }

    private boolean isDue(long pts) {
        return pts - encoder.firstPts() >= targetDuration || encoder.bytes() > maxBytes / EARLY_CUT_SHARE;
    }

    private Optional<Encoded> finish(long end) {
        Encoded encoded = encoder.finish(end);
        encoder = null;
        return Optional.of(encoded);
    }

    private long presentationTime() {
        long pts = frame.best_effort_timestamp();
        if (lastPts == Long.MIN_VALUE) {
            return pts == AV_NOPTS_VALUE ? 0 : pts;
        }
        return pts == AV_NOPTS_VALUE || pts <= lastPts ? lastPts + input.nominalDuration() : pts;
    }

    private boolean receive() {
        while (true) {
            int code = avcodec_receive_frame(decoder, frame);
            if (code >= 0) {
                return true;
            }
            if (Ffmpeg.isEnd(code)) {
                return false;
            }
            if (!Ffmpeg.isAgain(code)) {
                damagedFrames++;
                continue;
            }
            feed();
        }
    }

    private void feed() {
        if (flushing) {
            return;
        }
        try (VideoPacket packet = input.read()) {
            flushing = packet == null;
            int code = avcodec_send_packet(decoder, packet == null ? null : packet.packet());
            if (code < 0 && packet != null) {
                damagedFrames++;
            }
        }
    }

    @Override
    public void close() {
        if (decoder == null) {
            return;
        }
        if (encoder != null) {
            encoder.close();
        }
        av_frame_free(frame);
        avcodec_free_context(decoder);
        decoder = null;
    }
}
