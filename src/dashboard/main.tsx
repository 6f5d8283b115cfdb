import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followLinks } from './address/use-address.ts';
import { App } from './app.tsx';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/charts.css';
import './styles/print.css';

const place = document.getElementById('page');
if (place) {
  document.addEventListener('click', followLinks);
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
