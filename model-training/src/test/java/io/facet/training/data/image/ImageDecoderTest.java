package io.facet.training.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.junit.jupiter.api.Test;

import io.facet.training.data.RgbImage;
import io.facet.training.data.TestPictures;
import io.facet.training.data.UnreadableSampleException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ImageDecoderTest {
    private static final int CHUNK_LENGTHS = 8 + 4 + 4;

    @Test
    void decode_png_givesTheSamePixels() throws Exception {
        RgbImage image = TestPictures.gradient(7, 5);

        RgbImage decoded = ImageDecoder.decode("a.png", ImageEncoder.png(image));

        assertThat(decoded.width()).isEqualTo(7);
        assertThat(decoded.height()).isEqualTo(5);
        assertThat(decoded.pixels()).isEqualTo(image.pixels());
    }

    @Test
    void decode_jpeg_keepsRedFirst() throws Exception {
        RgbImage decoded = ImageDecoder.decode("a.jpg", ImageEncoder.jpeg(TestPictures.flat(16, 16, 200, 100, 50), 95));

        assertThat(decoded.pixels()[0] & 0xFF).isCloseTo(200, within(4));
        assertThat(decoded.pixels()[1] & 0xFF).isCloseTo(100, within(4));
        assertThat(decoded.pixels()[2] & 0xFF).isCloseTo(50, within(4));
    }

    @Test
    void decode_grayscale_becomesRgb() throws Exception {
        BufferedImage gray = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSample(0, 0, 0, 77);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(gray, "png", file);

        RgbImage decoded = ImageDecoder.decode("gray.png", file.toByteArray());

        assertThat(Arrays.copyOf(decoded.pixels(), 3)).containsExactly(77, 77, 77);
    }

    @Test
    void decode_cmyk_becomesRgb() throws Exception {
        WritableRaster cmyk = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                // Inverted, as in the files of Adobe: no cyan, full magenta and yellow, no black.
                cmyk.setPixel(x, y, new int[] {255, 0, 0, 255});
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(cmyk, null, null), null);
        } finally {
            writer.dispose();
        }

        RgbImage decoded = ImageDecoder.decode("cmyk.jpg", file.toByteArray());

        assertThat(decoded.width()).isEqualTo(16);
        assertThat(decoded.pixels()).hasSize(3 * 16 * 16);
    }

    @Test
    void decode_rotatedByTheCamera_isUpright() throws Exception {
        byte[] jpeg = ImageEncoder.jpeg(TestPictures.gradient(32, 16), 95);

        RgbImage decoded = ImageDecoder.decode("rotated.jpg", withOrientation(jpeg, 6));

        assertThat(decoded.width()).isEqualTo(16);
        assertThat(decoded.height()).isEqualTo(32);
        int below = decoded.pixels()[3 * 16 * 31] & 0xFF;
        assertThat(below)
                .as("red grows to the right, which orientation 6 turns downwards")
                .isGreaterThan(200);
    }

    @Test
    void decode_cutShort_isRefused() {
        byte[] jpeg = ImageEncoder.jpeg(TestPictures.gradient(64, 64), 95);
        byte[] png = ImageEncoder.png(TestPictures.gradient(64, 64));

        for (byte[] file : new byte[][] {jpeg, png}) {
            for (double share : new double[] {0.95, 0.6, 0.2}) {
                byte[] cut = Arrays.copyOf(file, (int) (file.length * share));
                assertThatThrownBy(() -> ImageDecoder.decode("shard.tar/7.jpg", cut))
                        .isInstanceOf(UnreadableSampleException.class)
                        .hasMessageStartingWith("shard.tar/7.jpg: ");
            }
        }
    }

    @Test
    void decode_noPicture_isRefusedByName() {
        assertThatThrownBy(() -> ImageDecoder.decode("notes.jpg", "hello there, this is text".getBytes()))
                .isInstanceOf(UnreadableSampleException.class)
                .hasMessage("notes.jpg: expected a JPEG, PNG, WebP or BMP picture, found 25 bytes of something else");
        assertThatThrownBy(() -> ImageDecoder.decode("empty.jpg", new byte[0]))
                .isInstanceOf(UnreadableSampleException.class);
    }

    @Test
    void decode_gigapixelsInTheHeader_isRefusedBeforeDecoding() {
        byte[] bomb = ImageEncoder.png(TestPictures.gradient(8, 8));
        ByteBuffer.wrap(bomb).putInt(CHUNK_LENGTHS, 100_000).putInt(CHUNK_LENGTHS + 4, 100_000);

        assertThatThrownBy(() -> ImageDecoder.decode("bomb.png", bomb))
                .isInstanceOf(UnreadableSampleException.class)
                .hasMessage("bomb.png: expected at most 64000000 pixels, found 100000x100000");
    }

    /** Puts a minimal EXIF segment behind the start of a JPEG. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0".getBytes());
        exif.put("MM".getBytes()).putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putInt(0);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + exif.capacity());
        file.put(jpeg, 0, 2).put(exif.flip()).put(jpeg, 2, jpeg.length - 2);
        return Arrays.copyOf(file.array(), file.position());
    }
}
