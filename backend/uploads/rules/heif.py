"""What iPhones take photos in, read by Pillow through libheif: an environment that has no such package refuses them."""

try:
    import pillow_heif
except ImportError:  # installed before it was pinned; everything else works there
    KINDS: tuple[str, ...] = ()
else:
    # Of a container only its picture is wanted, on this thread alone; libheif keeps to its own limits of memory.
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    KINDS = ("HEIF",)
