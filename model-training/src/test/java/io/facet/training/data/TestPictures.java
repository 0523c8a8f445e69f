package io.facet.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import io.facet.inference.testing.SharedData;
import io.facet.training.data.image.ImageEncoder;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tiny pictures and sets to test with, and where the real ones are. */
public final class TestPictures {
    private TestPictures() {}

    /** One colour all over. */
    public static RgbImage flat(int width, int height, int red, int green, int blue) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) red;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, pixels);
    }

    /** Red grows to the right, green downwards. */
    public static RgbImage gradient(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            pixels[3 * i] = (byte) (i % width * 255 / width);
            pixels[3 * i + 1] = (byte) (i / width * 255 / height);
            pixels[3 * i + 2] = 64;
        }
        return new RgbImage(width, height, pixels);
    }

    /** A PNG of 4x4 pixels whose red is the number. */
    public static byte[] numbered(int number) {
        return ImageEncoder.png(flat(4, 4, number, 0, 0));
    }

    /** The number of a picture of {@link #numbered}. */
    public static int number(RgbImage image) {
        return image.pixels()[0] & 0xFF;
    }

    /** Writes files below a folder. */
    public static void write(Path folder, Map<String, byte[]> files) {
        files.forEach((name, bytes) -> {
            try {
                Path file = folder.resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Writes a tar file. */
    public static Path tar(Path file, Map<String, byte[]> members) {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
                entry.setSize(member.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(member.getValue());
                tar.closeArchiveEntry();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code 0.png, 1.png, ...}, as {@link #numbered}. */
    public static Map<String, byte[]> numberedFiles(int count) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            files.put(i + ".png", numbered(i));
        }
        return files;
    }

    /** A file of the shared data; without it the calling test is skipped. */
    public static Path shared(String name) {
        Path file = SharedData.repository().resolveSibling("shared").resolve(name);
        assumeTrue(Files.exists(file), "needs ../shared/" + name);
        return file;
    }
}
