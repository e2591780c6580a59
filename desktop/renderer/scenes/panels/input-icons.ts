import type { InputKind } from '@neustream/shared/studio/inputs.ts';
import type { LucideIcon } from 'lucide-react';
import Camera from 'lucide-react/icons/camera';
import Film from 'lucide-react/icons/film';
import Globe from 'lucide-react/icons/globe';
import Image from 'lucide-react/icons/image';
import Mic from 'lucide-react/icons/mic';
import MonitorUp from 'lucide-react/icons/monitor-up';
import Palette from 'lucide-react/icons/palette';
import Type from 'lucide-react/icons/type';

export const INPUT_ICONS: Record<InputKind, LucideIcon> = {
  camera: Camera,
  screen: MonitorUp,
  microphone: Mic,
  image: Image,
  text: Type,
  colour: Palette,
  media: Film,
  browser: Globe,
};
