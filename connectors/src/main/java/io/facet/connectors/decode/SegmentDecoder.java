package io.facet.connectors.decode;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

import io.facet.connectors.segment.ContainerClock;
import io.facet.connectors.segment.Excerpt;
import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.connectors.video.Ffmpeg;
import io.facet.connectors.video.FfmpegException;
import io.facet.domain.video.Frame;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;
import io.facet.domain.video.YuvImage;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BUFFER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
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
 * Decodes segments. A segment's frames depend on its bytes and header alone: nothing is kept from one to the next but
 * memory. Rotation stated by a container is not applied.
 *
 * <p>Native memory: one frame and a pixel converter, and while {@link #decode} runs the payload, a demuxer and a codec;
 * owned by this object, freed by {@link #close()}. One thread at a time; the codec starts none.
 */
public final class SegmentDecoder implements AutoCloseable {

    /** FFmpeg's names of the codecs that are decoded; everything else is refused. */
    public static final Set<String> CODECS =
            Set.of("h264", "hevc", "mpeg1video", "mpeg2video", "mpeg4", "vp8", "vp9", "av1", "mjpeg", "png", "ffv1");

    /** Longer than any limit. */
    private static final Duration MAX_COUNTABLE = Duration.ofDays(36_500);

    private final DecodeLimits limits;
    private final FrameCopier copier = new FrameCopier();
    private AVFrame frame;

    public SegmentDecoder(DecodeLimits limits) {
        this.limits = limits;
        this.frame = av_frame_alloc();
    }

    /**
     * Decodes one segment and hands the frames that are sampled to {@code sink}, in presentation order. A frame is
     * sampled if no earlier frame lies in the same interval of the sampling rate; intervals count from the stream's
     * start, so the choice depends on presentation times alone. The frame before the segment's first is taken to lie one
     * average frame duration earlier: where the frame rate varies, an interval that two segments share can be sampled in
     * both or in neither.
     *
     * @throws SegmentRefusedException with the category, a line for a person and the counts so far; frames handed to
     *     {@code sink} before stay valid
     */
    public DecodeCounts decode(Segment segment, FrameSampling sampling, Consumer<Frame> sink)
            throws SegmentRefusedException {
        SegmentHeader header = segment.header();
        requireWithinLimits(header);
        SegmentHeaders.requireIntact(segment);
        try (SegmentDemuxer demuxer = SegmentDemuxer.open(header.container(), segment.payload(), limits)) {
            ContainerClock clock = ContainerClock.of(header.container());
            requireConsistent(header, demuxer, clock);
            Delivery delivery = new Delivery(header, clock, demuxer, sampling, sink);
            AVCodecContext codec = openCodec(demuxer);
            try {
                run(codec, demuxer, delivery);
            } finally {
                av_frame_unref(frame);
                avcodec_free_context(codec);
            }
            if (delivery.decoded == 0) {
                throw new SegmentRefusedException(
                        Refusal.NO_FRAMES,
                        "expected at least one frame, found %d %s packets that give none"
                                .formatted(demuxer.packets().size(), demuxer.codec()));
            }
            return new DecodeCounts(delivery.decoded, delivery.sampled);
        }
    }

    private void requireWithinLimits(SegmentHeader header) throws SegmentRefusedException {
        if (!CODECS.contains(header.codec())) {
            throw new SegmentRefusedException(
                    Refusal.UNSUPPORTED_CODEC,
                    "expected one of %s, found '%s'".formatted(new TreeSet<>(CODECS), Excerpt.of(header.codec())));
        }
        requireSize(header.width(), header.height(), "the header");
        requireDuration(header.durationUs());
    }

    private void requireSize(int width, int height, String where) throws SegmentRefusedException {
        if (!limits.allow(width, height)) {
            throw new SegmentRefusedException(Refusal.LIMIT_EXCEEDED, sizeMessage(width, height, where));
        }
    }

    private String sizeMessage(int width, int height, String where) {
        return "expected frames of at most %d pixels a side and %d in all, found %dx%d in %s"
                .formatted(limits.maxSide(), limits.maxPixels(), width, height, where);
    }

    private void requireDuration(long micros) throws SegmentRefusedException {
        if (micros > limits.maxDuration().toNanos() / 1_000) {
            throw new SegmentRefusedException(
                    Refusal.LIMIT_EXCEEDED,
                    "expected a segment of at most %.1f s, found %.1f s"
                            .formatted(limits.maxDuration().toMillis() / 1e3, micros / 1e6));
        }
    }

    private void requireConsistent(SegmentHeader header, SegmentDemuxer demuxer, ContainerClock clock)
            throws SegmentRefusedException {
        if (!CODECS.contains(demuxer.codec())) {
            throw new SegmentRefusedException(
                    Refusal.UNSUPPORTED_CODEC,
                    "expected one of %s, found '%s' in the payload".formatted(new TreeSet<>(CODECS), demuxer.codec()));
        }
        if (!demuxer.codec().equals(header.codec())) {
            throw new SegmentRefusedException(
                    Refusal.MALFORMED_HEADER,
                    "expected codec %s as the header says, found %s in the payload"
                            .formatted(Excerpt.of(header.codec()), demuxer.codec()));
        }
        requireSize(demuxer.parameters().width(), demuxer.parameters().height(), "the container");
        SegmentDemuxer.PictureSize picture = demuxer.firstPicture();
        requireSize(picture.width(), picture.height(), "the payload");
        long ticks = demuxer.lastPts() - demuxer.firstPts();
        // Times of a hostile payload may be so far apart that their distance overflows.
        boolean countable = ticks >= 0 && ticks <= clock.toTicks(MAX_COUNTABLE.toNanos() / 1_000);
        requireDuration(countable ? clock.toMicros(ticks) : MAX_COUNTABLE.toNanos() / 1_000);
    }

    private AVCodecContext openCodec(SegmentDemuxer demuxer) throws SegmentRefusedException {
        AVCodec codec = avcodec_find_decoder(demuxer.parameters().codec_id());
        if (codec == null) {
            throw new SegmentRefusedException(
                    Refusal.UNSUPPORTED_CODEC, "this build of FFmpeg has no decoder for " + demuxer.codec());
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        int code = avcodec_parameters_to_context(context, demuxer.parameters());
        if (code >= 0) {
            context.thread_count(1);
            context.max_pixels(limits.maxPixels());
            context.flags(context.flags() | AV_CODEC_FLAG_BITEXACT);
            context.err_recognition(strictness(codec.id()));
            // H.264 need not state its reordering; a decoder that has to guess drops pictures at first.
            context.has_b_frames(Math.max(context.has_b_frames(), demuxer.reorderDepth()));
            code = avcodec_open2(context, codec, (PointerPointer<?>) null);
        }
        if (code < 0) {
            avcodec_free_context(context);
            throw new SegmentRefusedException(
                    Refusal.DECODE_ERROR,
                    "the %s decoder cannot be opened: %s; 0 frames were delivered"
                            .formatted(demuxer.codec(), Ffmpeg.reason(code)));
        }
        return context;
    }

    /**
     * Everything is an error, but for H.264: at a key frame of an open group its decoder, told to explode, stumbles over
     * orders to forget pictures that come before the segment. It marks damaged frames without that.
     */
    private static int strictness(int codecId) {
        int checks = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER;
        return codecId == AV_CODEC_ID_H264 ? checks : checks | AV_EF_EXPLODE;
    }

    private void run(AVCodecContext codec, SegmentDemuxer demuxer, Delivery delivery) throws SegmentRefusedException {
        for (AVPacket packet : demuxer.packets()) {
            int sent = avcodec_send_packet(codec, packet);
            if (sent < 0) {
                throw damaged(codec, delivery, Ffmpeg.reason(sent));
            }
            receive(codec, delivery);
        }
        avcodec_send_packet(codec, null);
        receive(codec, delivery);
    }

    private void receive(AVCodecContext codec, Delivery delivery) throws SegmentRefusedException {
        while (true) {
            int code = avcodec_receive_frame(codec, frame);
            if (Ffmpeg.isAgain(code) || Ffmpeg.isEnd(code)) {
                return;
            }
            if (code < 0) {
                throw damaged(codec, delivery, Ffmpeg.reason(code));
            }
            if (frame.decode_error_flags() != 0 || (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0) {
                throw damaged(codec, delivery, "the decoder had to conceal damage");
            }
            requireAllowed(delivery);
            if (!delivery.hasTime(frame)) {
                throw damaged(codec, delivery, "a picture has no presentation time");
            }
            try {
                delivery.accept(frame);
            } catch (FfmpegException e) {
                throw damaged(codec, delivery, e.getMessage());
            }
            av_frame_unref(frame);
        }
    }

    /** A stream may change its size at any picture. */
    private void requireAllowed(Delivery delivery) throws SegmentRefusedException {
        delivery.pixels += (long) frame.width() * frame.height();
        if (!limits.allow(frame.width(), frame.height())) {
            throw delivery.refused(Refusal.LIMIT_EXCEEDED, sizeMessage(frame.width(), frame.height(), "the payload"));
        }
        if (delivery.pixels > limits.maxTotalPixels()) {
            throw delivery.refused(
                    Refusal.LIMIT_EXCEEDED,
                    "expected at most %d pixels in all frames together, found %d up to frame %d"
                            .formatted(limits.maxTotalPixels(), delivery.pixels, delivery.decoded));
        }
    }

    private SegmentRefusedException damaged(AVCodecContext codec, Delivery delivery, String reason) {
        int width = Math.max(codec.width(), codec.coded_width());
        int height = Math.max(codec.height(), codec.coded_height());
        if (!limits.allow(width, height)) {
            return delivery.refused(Refusal.LIMIT_EXCEEDED, sizeMessage(width, height, "the payload"));
        }
        return delivery.refused(
                Refusal.DECODE_ERROR,
                "expected intact pictures, found damage at frame %d: %s; %d frames were delivered"
                        .formatted(delivery.decoded, reason, delivery.decoded));
    }

    @Override
    public void close() {
        if (frame != null) {
            av_frame_free(frame);
            frame = null;
            copier.close();
        }
    }

    /** Where the frames of one segment go, and how many there were. */
    private final class Delivery {
        private final SegmentHeader header;
        private final ContainerClock clock;
        private final long payloadStart;
        private final long payloadEnd;
        private final long headerStart;
        private final FrameChooser chooser;
        private final Consumer<Frame> sink;
        private int decoded;
        private int sampled;
        private long pixels;

        Delivery(
                SegmentHeader header,
                ContainerClock clock,
                SegmentDemuxer demuxer,
                FrameSampling sampling,
                Consumer<Frame> sink) {
            this.header = header;
            this.clock = clock;
            this.payloadStart = demuxer.firstPts();
            this.payloadEnd = demuxer.lastPts();
            this.headerStart = clock.toTicks(header.firstPtsUs());
            this.chooser = new FrameChooser(
                    sampling, header.durationUs() / demuxer.packets().size());
            this.sink = sink;
        }

        SegmentRefusedException refused(Refusal refusal, String message) {
            return new SegmentRefusedException(refusal, message, decoded, sampled);
        }

        /** Whether a frame has the time of a packet; every other is made up. */
        boolean hasTime(AVFrame picture) {
            return time(picture) >= payloadStart && time(picture) <= payloadEnd;
        }

        private static long time(AVFrame picture) {
            return picture.pts() == AV_NOPTS_VALUE ? picture.best_effort_timestamp() : picture.pts();
        }

        /** Takes a frame; those outside of the segment are in its payload only to decode others. */
        void accept(AVFrame picture) {
            long pts = time(picture);
            long ptsUs = clock.toMicros(headerStart + (pts - payloadStart));
            if (ptsUs < 0 || ptsUs >= header.firstPtsUs() + header.durationUs()) {
                return;
            }
            if (!chooser.choose(ptsUs)) {
                decoded++;
                return;
            }
            long captureTimeUs = header.captureTimeUs() + (ptsUs - header.firstPtsUs());
            YuvImage image = copier.copy(picture);
            sampled++;
            sink.accept(new Frame(header.stream(), header.sequence(), decoded++, ptsUs, captureTimeUs, image));
        }
    }
}
