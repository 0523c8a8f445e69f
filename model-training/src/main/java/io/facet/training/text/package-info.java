/** Captions to tokens: CLIP's cleaning and byte-pair encoding (Radford et al., 2021, section 2.4). */
package io.facet.training.text;
