package io.facet.connectors.record;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Class masks as PNG of 8-bit indexed colour: the index of a pixel is its class. The palette gives each class the colour
 * it has in the PASCAL VOC colour map, so that a mask is readable in any viewer.
 */
final class MaskPng {
    private static final int INDEX_BITS = 8;
    private static final int COLOURS = 1 << INDEX_BITS;
    private static final IndexColorModel PALETTE = palette();

    private MaskPng() {}

    /**
     * @param mask class index a pixel, row by row. Shape {@code [size, size]}
     */
    static byte[] encode(byte[] mask, int size) {
        WritableRaster raster = PALETTE.createCompatibleWritableRaster(size, size);
        raster.setDataElements(0, 0, size, size, mask);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        // In memory: ImageIO's default is a temporary file for each image.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new BufferedImage(PALETTE, raster, false, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /**
     * The class indices, row by row. Shape {@code [size, size]}.
     *
     * @throws MalformedRecordException if it is not an indexed PNG of that size
     */
    static byte[] decode(byte[] png, int size) {
        BufferedImage image = read(png);
        if (image == null
                || image.getWidth() != size
                || image.getHeight() != size
                || !(image.getColorModel() instanceof IndexColorModel)) {
            throw new MalformedRecordException("expected a mask as indexed PNG of %dx%d, found %s"
                    .formatted(size, size, image == null ? png.length + " bytes of something else" : image));
        }
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    private static BufferedImage read(byte[] png) {
        try {
            return ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(png)));
        } catch (IOException e) {
            throw new MalformedRecordException("expected a mask as PNG, found damage: " + e.getMessage(), e);
        }
    }

    private static IndexColorModel palette() {
        byte[] red = new byte[COLOURS];
        byte[] green = new byte[COLOURS];
        byte[] blue = new byte[COLOURS];
        for (int index = 0; index < COLOURS; index++) {
            // Bits of the index in turn become the highest free bits of red, green and blue.
            for (int rest = index, bit = INDEX_BITS - 1; rest != 0; rest >>= 3, bit--) {
                red[index] |= (byte) ((rest & 1) << bit);
                green[index] |= (byte) ((rest >> 1 & 1) << bit);
                blue[index] |= (byte) ((rest >> 2 & 1) << bit);
            }
        }
        return new IndexColorModel(INDEX_BITS, COLOURS, red, green, blue);
    }
}
