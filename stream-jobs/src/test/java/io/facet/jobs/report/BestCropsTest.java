package io.facet.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.face.Box;

import static org.assertj.core.api.Assertions.assertThat;

class BestCropsTest {

    @ParameterizedTest
    @CsvSource({"100,100,60,80,120", "300,200,400,500,160", "5,5,10,10,15", "600,300,80,100,150"})
    void cut_box_isASquareWithMarginNeverEnlarged(int x, int y, int width, int height, int side) throws IOException {
        BufferedImage crop =
                read(new BufferedImage(1280, 720, BufferedImage.TYPE_3BYTE_BGR), new Box(x, y, width, height));

        assertThat(crop.getWidth()).isEqualTo(side);
        assertThat(crop.getHeight()).isEqualTo(side);
    }

    @Test
    void cut_faceInTheMiddle_isInTheMiddleOfThePicture() throws IOException {
        BufferedImage crop = read(frame(new Box(500, 250, 200, 200)), new Box(500, 250, 200, 200));

        assertThat(new Color(crop.getRGB(80, 80)).getRed()).isGreaterThan(200);
        assertThat(new Color(crop.getRGB(80, 80)).getBlue()).isLessThan(60);
        assertThat(new Color(crop.getRGB(8, 80)).getBlue()).isGreaterThan(200);
    }

    @Test
    void cut_faceAtTheEdge_hasNoBlackBar() throws IOException {
        BufferedImage crop = read(frame(new Box(0, 0, 100, 100)), new Box(0, 0, 100, 100));

        assertThat(new Color(crop.getRGB(2, 2)).getRed()).isGreaterThan(200);
        assertThat(new Color(crop.getRGB(145, 145)).getBlue()).isGreaterThan(200);
    }

    @Test
    void cut_boxOutsideTheFrame_givesNothing() throws IOException {
        BufferedImage frame = frame(new Box(0, 0, 10, 10));

        assertThat(BestCrops.cut(frame, new Box(2000, 10, 50, 50))).isEmpty();
        assertThat(BestCrops.cut(frame, new Box(10, 10, 0, 50))).isEmpty();
    }

    /** Blue, with the box in red. */
    private static BufferedImage frame(Box box) {
        BufferedImage frame = new BufferedImage(1280, 720, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = frame.createGraphics();
        graphics.setColor(Color.BLUE);
        graphics.fillRect(0, 0, 1280, 720);
        graphics.setColor(Color.RED);
        graphics.fillRect((int) box.x(), (int) box.y(), (int) box.width(), (int) box.height());
        graphics.dispose();
        return frame;
    }

    private static BufferedImage read(BufferedImage frame, Box box) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(BestCrops.cut(frame, box).orElseThrow()));
    }
}
