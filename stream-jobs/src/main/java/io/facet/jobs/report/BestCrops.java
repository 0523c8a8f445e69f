package io.facet.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import io.facet.domain.face.Box;
import io.facet.domain.face.FinishedTrack;

/**
 * Small pictures of tracks, each cut from the frame of the track's best observation. A picture is a square of at most
 * {@link #MAX_SIDE} pixels as JPEG, about 6 KiB. Holds as many as were added: add the tracks of a
 * {@link TrackSelection}, not all of a long run. Not thread-safe.
 */
public final class BestCrops {
    /** Longest side of a picture in pixels. */
    public static final int MAX_SIDE = 160;

    private static final double MARGIN = 0.25;
    private static final float JPEG_QUALITY = 0.85f;

    private final Map<TrackKey, byte[]> pictures = new LinkedHashMap<>();

    /**
     * Cuts the picture of a track; a track whose best box lies outside the frame gets none.
     *
     * @param frame the source frame at {@link FinishedTrack#bestPtsUs()}, not yet drawn into
     */
    public void add(FinishedTrack track, BufferedImage frame) throws IOException {
        Optional<byte[]> picture = cut(frame, track.bestBox());
        if (picture.isPresent()) {
            pictures.put(TrackKey.of(track), picture.get());
        }
    }

    /** The pictures by track; a view that follows later additions. */
    public Map<TrackKey, byte[]> pictures() {
        return Collections.unmodifiableMap(pictures);
    }

    /**
     * The square around a box with a margin of a quarter of its longer side, moved inside of the frame where it fits
     * there and black beyond the edges where it does not, shrunk to at most {@link #MAX_SIDE} pixels, never enlarged.
     *
     * @return JPEG; empty when the box does not touch the frame
     */
    public static Optional<byte[]> cut(BufferedImage frame, Box box) throws IOException {
        if (!touches(frame, box)) {
            return Optional.empty();
        }
        double longer = Math.max(box.width(), box.height());
        double roomy = Math.min(longer * (1 + 2 * MARGIN), Math.min(frame.getWidth(), frame.getHeight()));
        int side = (int) Math.max(1, Math.round(Math.min(Math.max(longer, roomy), largest(frame))));
        int left = start(box.x() + box.width() / 2, side, frame.getWidth());
        int top = start(box.y() + box.height() / 2, side, frame.getHeight());
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.drawImage(frame, -left, -top, null);
        graphics.dispose();
        return Optional.of(jpeg(shrink(picture)));
    }

    /** Centred, but moved inside of the frame where it fits, so that a face at the edge has no black bar. */
    private static int start(double centre, int side, int extent) {
        int start = (int) Math.round(centre - side / 2.0);
        return side > extent ? start : Math.max(0, Math.min(start, extent - side));
    }

    private static int largest(BufferedImage frame) {
        return Math.max(frame.getWidth(), frame.getHeight());
    }

    private static boolean touches(BufferedImage frame, Box box) {
        return box.width() > 0
                && box.height() > 0
                && box.right() > 0
                && box.bottom() > 0
                && box.x() < frame.getWidth()
                && box.y() < frame.getHeight();
    }

    /** Halves first, so that bilinear sampling never skips pixels. */
    private static BufferedImage shrink(BufferedImage picture) {
        BufferedImage current = picture;
        while (current.getWidth() > MAX_SIDE) {
            current = scaled(current, Math.max(MAX_SIDE, (current.getWidth() + 1) / 2));
        }
        return current;
    }

    private static BufferedImage scaled(BufferedImage picture, int side) {
        BufferedImage target = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, side, side, Color.BLACK, null);
        graphics.dispose();
        return target;
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(JPEG_QUALITY);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            // ImageIO's own choice would put every picture through a temporary file.
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(picture, null, null), param);
            }
            return bytes.toByteArray();
        } finally {
            writer.dispose();
        }
    }
}
