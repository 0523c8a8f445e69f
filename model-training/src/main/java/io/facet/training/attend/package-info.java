/**
 * Which patches of a picture an image encoder means when a text speaks of something: Grad-CAM (Selvaraju et al., ICCV 2017)
 * on encoders trained with texts, as FaRL's section 4.7 and supplement 2 show it.
 */
package io.facet.training.attend;
