package io.facet.inference.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DirectBuffersTest {
    private final DirectBuffers buffers = new DirectBuffers();

    @Test
    void borrow_afterGivingBack_reusesTheBufferWithTheNewLimit() {
        ByteBuffer first = buffers.borrow(64);
        first.position(10);
        buffers.giveBack(first);

        ByteBuffer second = buffers.borrow(16);

        assertThat(second).isSameAs(first);
        assertThat(second.isDirect()).isTrue();
        assertThat(second.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(second.position()).isZero();
        assertThat(second.limit()).isEqualTo(16);
    }

    @Test
    void borrow_whileTheFirstIsOut_givesAnother() {
        ByteBuffer first = buffers.borrow(8);
        assertThat(buffers.borrow(8)).isNotSameAs(first);
    }

    @Test
    void borrow_ofMoreThanThereIs_givesALargerOneAndLetsTheSmallOneGo() {
        ByteBuffer small = buffers.borrow(8);
        buffers.giveBack(small);
        ByteBuffer large = buffers.borrow(32);
        buffers.giveBack(large);
        assertThat(large.capacity()).isEqualTo(32);
        assertThat(buffers.borrow(8)).isSameAs(large);
        assertThat(buffers.borrow(8)).isNotSameAs(small);
    }
}
